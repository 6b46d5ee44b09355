"""Root modules by grammar, as blocks that can be written in Terraform's own language and in JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Union

import msgspec
from hypothesis import strategies as st


class Keyword(msgspec.Struct, frozen=True):
    """What is written as it is in both languages: types, names, lists of names."""

    text: str


class Constant(msgspec.Struct, frozen=True):
    """A value that JSON writes as it is, and no expression: what JSON's own syntax says is Terraform's too, but for templates."""

    value: object


Written = Union[str, Keyword, Constant, tuple[Keyword, ...]]
"""An argument: the text of an expression, a constant, or keywords."""


class Block(msgspec.Struct, frozen=True):
    """A block; `arguments` by name, in order."""

    type: str
    labels: tuple[str, ...] = ()
    arguments: Mapping[str, Written] = {}
    blocks: tuple[Block, ...] = ()


def native(blocks: Iterable[Block], indent: str = "") -> str:
    """The blocks in Terraform's language."""
    lines = []
    for block in blocks:
        header = " ".join([block.type, *(f'"{label}"' for label in block.labels)])
        arguments = [f"{indent}  {name} = {_native(value)}\n" for name, value in block.arguments.items()]
        lines.append(f"{indent}{header} {{\n{''.join(arguments)}{native(block.blocks, indent + '  ')}{indent}}}\n")
    return "".join(lines)


def as_json(blocks: Iterable[Block]) -> str:
    """The same in JSON: a list of objects, so that no block has to be merged with another."""
    return json.dumps([_labelled(block) for block in blocks], indent=1)


def _native(value: Written) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(keyword.text for keyword in value)}]"
    if isinstance(value, Constant):
        return json.dumps(value.value)
    return value.text if isinstance(value, Keyword) else value


def _labelled(block: Block) -> dict:
    inner: dict = {name: _json(value) for name, value in block.arguments.items()}
    for nested in block.blocks:
        [(type, content)] = _labelled(nested).items()
        inner.setdefault(type, []).append(content)
    for label in reversed(block.labels):
        inner = {label: inner}
    return {block.type: inner}


def _json(value: Written) -> object:
    if isinstance(value, tuple):
        return [keyword.text for keyword in value]
    if isinstance(value, Constant):
        return value.value
    return value.text if isinstance(value, Keyword) else f"${{{value}}}"


# Expressions, by the type that they are meant to have: text, number, bool, list of texts, map of texts

NAMES = ("a", "b", "c")
LEAVES = {
    "t": ('"x"', '""', "var.t", "var.unset", "aws_kms_key.k.arn", "data.aws_region.r.name",
          "terraform.workspace", "path.module", 'try(one(module.m[*].id), "none")', "<<EOT\nline ${var.t}\n%{ if var.on ~}\n  on\n%{ endif ~}\nEOT\n"),
    "n": ("0", "7", "2e0", "var.n", "length(var.l)"),
    "b": ("true", "false", "var.on", "var.maybe"),
    "l": ("[]", "var.l", '["0.0.0.0/0"]', "aws_kms_key.k[*].arn"),
    "m": ("{}", "var.m", "{ a = var.o.a }"),
}  # fmt: skip
FORMS = {
    "t": ('"a-${<t>}-${<n>}"', "<b> ? <t> : <t>", 'join("-", <l>)', "lower(<t>)", 'lookup(<m>, "a", <t>)', "element(concat(<l>, [<t>]), 0)",
          'format("%s/%v", <t>, <n>)', "jsonencode({ a = <t>, b = <l>, c = <b> })", "coalesce(<t>, \"d\")", "tostring(<n>)",
          '"%{ for k, v in <m> }${k}=${v};%{ endfor }"', '"%{ if <b> }${<t>}%{ else }-%{ endif }"', "try(<m>.a, <t>)",
          'replace(<t>, "a", <t>)', 'try(yamldecode(<t>).k, <t>)', 'cidrsubnet("10.0.0.0/8", 8, floor(<n>))'),
    "n": ("<n> + <n>", "(<n> - 1) * 2", "<b> ? <n> : <n>", "length(<l>)", "max(<n>, 3)", "<n> % 3", "try(tonumber(<t>), 1)"),
    "b": ("!<b>", "<b> && <b>", "<b> || <b>", "<n> > 3", "<t> == <t>", "contains(<l>, <t>)", "can(<m>.a)", 'startswith(<t>, "a")', "<l> != null"),
    "l": ("[<t>, <t>]", "concat(<l>, <l>)", "[for v in <l> : upper(v) if v != <t>]", "tolist(toset(<l>))", "keys(<m>)",
          "<b> ? <l> : []", "values(<m>)", "[for k, v in <m> : k]", "sort(<l>)", "compact(<l>)", "flatten([<l>, [<l>]])"),
    "m": ("{ a = <t> }", "merge(<m>, { b = <t> })", "{ for i, v in <l> : i => v }", "<b> ? <m> : {}", "{ for k, v in { for v in <l> : v => v... } : k => v[0] }",
          "zipmap([<t>, \"z\"], [<t>, <t>])", '{ (<t>) = <t>, "q-${<n>}" = <t> }'),
}  # fmt: skip


@st.composite
def expression(draw, kind: str, depth: int = 2) -> str:
    """An expression that mostly has the wanted type."""
    form = draw(st.sampled_from(LEAVES[kind] + (FORMS[kind] if depth else ())))
    filled = re.sub(r"<([tnblm])>", lambda part: f"({draw(expression(part[1], depth - 1))})", form)
    return filled if "<<EOT" not in filled or filled.startswith("<<EOT") else f"(\n{filled}\n)"


def _block(type: str, *labels: str, nested: tuple = (), **arguments) -> st.SearchStrategy[Block]:
    """A block of which arguments and nested blocks may be left out; "t" and the like stand for expressions."""
    given = {
        name: expression(value) if isinstance(value, str) and value in FORMS else st.just(value)
        for name, value in arguments.items()
    }
    blocks = st.tuples(*(st.lists(block, max_size=2).map(tuple) for block in nested))
    return st.builds(
        lambda values, inner: Block(type, labels, values, tuple(each for group in inner for each in group)),
        st.fixed_dictionaries({}, optional=given),
        blocks,
    )


def _with(block: st.SearchStrategy[Block], **arguments: Written) -> st.SearchStrategy[Block]:
    return block.map(lambda found: msgspec.structs.replace(found, arguments={**found.arguments, **arguments}))


def _dynamic(type: str, kind: str, **content: str) -> st.SearchStrategy[Block]:
    return st.builds(
        lambda each, inner: Block("dynamic", (type,), {"for_each": each}, (inner,)),
        expression(kind),
        _block("content", **content),
    )


def _repeated(block: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    """A block once, with `count`, or with `for_each`."""
    meta = st.one_of(
        st.just({}),
        expression("n").map(lambda text: {"count": f"floor(abs({text})) % 4"}),
        expression("m").map(lambda text: {"for_each": text}),
        expression("l").map(lambda text: {"for_each": f"toset({text})"}),
    )
    return st.builds(
        lambda found, extra: msgspec.structs.replace(found, arguments={**extra, **found.arguments}), block, meta
    )


_lifecycle = _block("lifecycle", prevent_destroy=Keyword("true"), ignore_changes=(Keyword("tags"),), nested=(
    _with(_block("precondition", error_message='"no"'), condition="var.on"),
))  # fmt: skip
_provisioner = _block("provisioner", "local-exec", command="t", when=Keyword("destroy"), on_failure=Keyword("continue"))

RESOURCES = st.one_of(
    *(
        _repeated(_block("resource", "aws_s3_bucket", name, bucket="t", force_destroy="b", tags="m", provider=Keyword("aws.x"),
                         nested=(_lifecycle, _provisioner, _dynamic("logging", "l", target_bucket="t"))))
        for name in NAMES
    ),
    _repeated(_block("resource", "aws_security_group", "g", description="t", tags="m", nested=(
        _block("ingress", from_port="n", to_port="n", protocol="t", cidr_blocks="l"),
        _dynamic("ingress", "l", from_port="n", to_port="n", cidr_blocks="l"),
        _dynamic("egress", "m", description="t", cidr_blocks="l"),
    ))),
    _repeated(_block("resource", "aws_db_instance", "d", identifier="t", storage_encrypted="b", publicly_accessible="b",
                     backup_retention_period="n", deletion_protection="b", kms_key_id="t", username="t", multi_az="b")),
    _repeated(_block("resource", "aws_iam_role_policy", "p", role="t", policy="t")),
    _repeated(_block("resource", "aws_sqs_queue", "q", name="t", kms_master_key_id="t", policy="t", depends_on=(Keyword("aws_kms_key.k"),))),
    _repeated(_block("resource", "azurerm_storage_account", "s", name="t", public_network_access_enabled="b", min_tls_version="t",
                     nested=(_block("network_rules", default_action="t", ip_rules="l"),))),
    _repeated(_block("resource", "google_storage_bucket", "s", name="t", uniform_bucket_level_access="b",
                     nested=(_block("versioning", enabled="b"), _dynamic("lifecycle_rule", "l")))),
    _block("data", "aws_iam_policy_document", "doc", nested=(
        _block("statement", actions="l", resources="l", effect="t"), _dynamic("statement", "m", actions="l", resources="l"))),
)  # fmt: skip

_DEFAULTS = {
    "t": ("string", ["x", "", "a.b/c"]),
    "n": ("number", [0, 3, 1.5]),
    "on": ("bool", [True, False]),
    "l": ("list(string)", [[], ["a", "b"], ["0.0.0.0/0", "a"]]),
    "m": ("map(string)", [{}, {"a": "x"}, {"b": "y", "a": "z"}]),
    "o": (
        'object({ a = string, b = optional(string, "b"), c = optional(list(number)) })',
        [{"a": "x"}, {"a": "", "c": [1]}],
    ),
}
_FLAGS = st.fixed_dictionaries(
    {}, optional={"sensitive": st.booleans().map(Constant), "nullable": st.just(Constant(True))}
)
_VALIDATION = Block("validation", (), {"condition": "true", "error_message": '"no"'})
VARIABLES = st.tuples(
    *(
        st.builds(
            lambda name, kind, default, flags, validations: Block(
                "variable", (name,), {"type": Keyword(kind), "default": Constant(default), **flags}, validations
            ),
            st.just(name),
            st.just(type),
            st.sampled_from(defaults),
            _FLAGS if name == "t" else st.just({}),
            st.sampled_from([(), (_VALIDATION,)]),
        )
        for name, (type, defaults) in _DEFAULTS.items()
    )
)

FIXED = (
    *(Block("variable", (name,)) for name in ("unset", "maybe")),
    Block("resource", ("aws_kms_key", "k"), {"enable_key_rotation": "true"}),
    Block("data", ("aws_region", "r")),
    Block("provider", ("aws",), {"region": '"eu-west-1"'}, (Block("default_tags", (), {"tags": "local.m"}),)),
    Block("provider", ("aws",), {"alias": '"x"', "region": "var.t"}),
    Block("moved", (), {"from": Keyword("aws_s3_bucket.old"), "to": Keyword("aws_s3_bucket.a")}),
    Block("import", (), {"to": Keyword("aws_s3_bucket.a"), "id": '"x"'}),
    Block("check", ("c",), {}, (Block("assert", (), {"condition": "var.on", "error_message": '"no"'}),)),
)
CHILD = (
    Block("variable", ("t",), {"default": Constant(None)}),
    Block("variable", ("l",), {"default": Constant([]), "type": Keyword("list(string)")}),
    Block("resource", ("aws_s3_bucket", "inner"), {"bucket": "var.t", "for_each": "toset(var.l)"}),
    Block("output", ("id",), {"value": 'join(",", [for b in aws_s3_bucket.inner : b.id])'}),
    Block("output", ("t",), {"value": 'var.t == null ? "" : upper(var.t)', "sensitive": "true"}),
)
LOCALS = ("t", "l", "m")


@st.composite
def modules(draw) -> tuple[Block, ...]:
    """The blocks of a root module, each declared once: `m` is its child in `./child`."""
    drawn = draw(st.lists(RESOURCES, min_size=1, max_size=5))
    resources = {block.labels: block for block in drawn}
    locals_ = Block("locals", (), {name: draw(expression(name)) for name in LOCALS})
    call = draw(_repeated(_with(_block("module", "m", t="t", l="l"), source=Constant("./child"))))
    output = Block("output", ("o",), {"value": draw(expression("t"))})
    return (*draw(VARIABLES), *resources.values(), *FIXED, locals_, call, output)
