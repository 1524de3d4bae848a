"""Names of what a package offers, as a policy gives them: `package:name`."""

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.errors import ExtensionError
from escalate_cli.extensions import extension
from escalate_cli.strict_yaml.diagnostics import Convert, MistakeError
from escalate_cli.strict_yaml.scalars import text
from escalate_cli.strict_yaml.syntax_tree import Node


def offered(group: str) -> Convert[str]:
    """Return the reader of a name under which a package must offer something."""

    def convert(node: Node) -> str:
        named = text(node)
        try:
            extension(group, named)
        except ExtensionError as error:
            raise MistakeError(str(error), error.help, code=FindingCode.UNKNOWN_NAME) from error
        return named

    return convert
