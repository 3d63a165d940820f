"""Hold the desk's own forms and phrases against the kinds they are for."""

from collections.abc import Iterable, Iterator

from cs_cli.app.check_files import problem, told
from cs_cli.checks import template_fields
from cs_cli.domain.errors import Broken, Problem
from cs_cli.domain.policy import Policy
from cs_cli.store import codec, forms, phrases
from cs_cli.store.trees import Tree

_TOP = "templates"


def problems(tree: Tree, paths: Iterable[str], policy: Policy) -> Iterator[Problem]:
    """Give everything wrong with these files, as far as they are forms and phrases."""
    wanted = [path for path in paths if _is_form(path) or _is_phrase(path)]
    for path, content in tree.read(wanted):
        if isinstance(content, Broken):
            yield from told(content.problems)
        elif content is not None:
            yield from _of_file(path, content, policy)


def _is_form(path: str) -> bool:
    folder, _slash, name = path.rpartition("/")
    return folder == f"{_TOP}/{forms.FOLDER}" and name.endswith(forms.ENDING)


def _is_phrase(path: str) -> bool:
    folder, _slash, name = path.rpartition("/")
    return folder == f"{_TOP}/{phrases.FOLDER}" and name.endswith(phrases.ENDING)


def _of_file(path: str, content: bytes, policy: Policy) -> Iterator[Problem]:
    try:
        if _is_form(path):
            form = forms.read(content, path, own=True)
            node = codec.read(content, path=path).node
            faults = list(template_fields.check_form(form, policy.kinds))
        else:
            phrase, node = phrases.read(content, path)
            faults = list(template_fields.check_phrase(phrase, policy.kinds))
    except Broken as error:
        yield from told(error.problems)
        return
    for fault in faults:
        yield problem(path, fault, template_fields.RULE, node)
