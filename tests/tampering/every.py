"""All kinds of tampering."""

from tampering.acts import ACTS
from tampering.events import EVENTS
from tampering.kinds import Kind
from tampering.odd import ODD
from tampering.places import PLACES
from tampering.rewriting import REWRITING
from tampering.settings import SETTINGS
from tampering.signed import SIGNED

KINDS: list[Kind] = [*EVENTS, *ACTS, *SETTINGS, *PLACES, *REWRITING, *SIGNED]
HONEST: list[Kind] = [*ODD]
