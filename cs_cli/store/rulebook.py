"""The rulebook as files: what its rows say, and every file that can carry their ``ref``."""

from collections.abc import Iterator
from pathlib import Path

from cs_cli.domain.errors import Broken, Invalid, Problem
from cs_cli.domain.rule_text import Carrier, RuleText, of_file
from cs_cli.domain.shape import build, mapping
from cs_cli.domain.source import Source
from cs_cli.store import codec, definitions, files, templates, yamltext

FOLDER, ENDING = "rules", ".yaml"


def texts(desk: Path | None) -> dict[str, RuleText]:
    """Give what the rows of the rulebook say, by ``ref``; raise :class:`Broken`.

    A desk may say in ``templates/rules`` what rules of its own say.
    """
    found: dict[str, RuleText] = {}
    for group in templates.found(FOLDER, ENDING, desk, _group).values():
        found.update(group)
    return found


def groups(desk: Path | None) -> dict[str, dict[str, RuleText]]:
    """Give the same by group, a file each; raise :class:`Broken`."""
    return templates.found(FOLDER, ENDING, desk, _group)


def sources(desk: Path | None) -> list[Source]:
    """Read every kind and every pack there is, in force or not."""
    kinds, packs = definitions.sources(definitions.pack_names(desk), desk)
    return [*kinds, *packs]


def own(desk: Path) -> Iterator[Source]:
    """Read the desk's own policy."""
    for path in sorted((desk / "policy").glob("*.yaml")):
        shown = f"policy/{path.name}"
        node = yamltext.parse(files.read(desk, shown), path=shown)
        yield Source(shown, f"policy/{path.stem}", mapping(node.data), node.line)


def written(desk: Path | None) -> list[Carrier]:
    """Give every form and phrase that carries a ``ref``."""
    forms = templates.found("forms", ".md", desk, _form)
    phrases = templates.found("phrases", ENDING, desk, _phrase)
    carriers = [of_file(form, "forms") for form in forms.values()]
    carriers += [of_file(phrase, "phrases") for phrase in phrases.values()]
    return [one for one in carriers if one is not None]


def _group(raw: bytes, path: str, _own: bool) -> dict[str, RuleText]:  # noqa: FBT001
    node = yamltext.parse(raw, path=path)
    try:
        return {ref: _text(ref, said) for ref, said in mapping(node.data).items()}
    except Invalid as fault:
        line = node.line(*fault.place)
        raise Broken([Problem(path, fault.message, line, hint=fault.hint)]) from None


def _text(ref: str, said: object) -> RuleText:
    try:
        return build(RuleText, said)
    except Invalid as fault:
        raise fault.within(ref) from None


def _form(raw: bytes, path: str, _own: bool) -> Source:  # noqa: FBT001
    node = codec.read(raw, path=path).node
    return Source(path, Path(path).stem, mapping(node.data), node.line)


def _phrase(raw: bytes, path: str, _own: bool) -> Source:  # noqa: FBT001
    node = yamltext.parse(raw, path=path)
    return Source(path, Path(path).stem, mapping(node.data), node.line)
