"""One resource: blocks, tags, settings, what is sensitive, where everything is written."""

from __future__ import annotations

import pytest
from terraform_case import estate, resources, unknown

from srm_lint.model.value import Reference


def test_blocks_are_tuples_and_dynamic_ones_are_written_out():
    found = resources(
        """
        variable open { default = { http = 80, https = 443 } }
        resource test_thing it {
          rule { port = 22 }
          dynamic rule {
            for_each = var.open
            iterator = each_rule
            content {
              port = each_rule.value
              dynamic inner {
                for_each = [each_rule.key]
                content { name = inner.value }
              }
            }
          }
          rule { port = 1 }
        }
        """
    )
    assert found["test_thing.it"].values["rule"] == (
        {"port": 22},
        {"port": 80, "inner": ({"name": "http"},)},
        {"port": 443, "inner": ({"name": "https"},)},
        {"port": 1},
    )


def test_dynamic_blocks_that_are_unknown():
    text = "variable l {}\nresource test_thing it {\n  dynamic a {\n    for_each = var.l\n    content {}\n  }\n"
    assert unknown(resources(text + "}")["test_thing.it"].values["a"]).settle
    known, rest = resources(text + "  a { b = 1 }\n}")["test_thing.it"].values["a"][::-1]
    assert known == {"b": 1}
    unknown(rest)


def test_an_unknown_number_of_blocks_comes_from_what_their_content_comes_from():
    values = resources(
        """
        variable on {}
        resource test_group g {}
        resource test_thing it {
          dynamic network {
            for_each = var.on ? [1] : []
            content {
              groups = [test_group.g.id, network.value]
            }
          }
        }
        """
    )["test_thing.it"].values
    found = unknown(values["network"])
    assert found.settle
    assert [reference.address for reference in found.references] == ["test_group.g"]


@pytest.mark.parametrize(
    ("written", "exists"),
    [
        ("test_disk.other.id", True),
        ("test_disk.other.json", True),
        ("test_disk.other[0].key_arn", True),
        ("test_disk.other.note", False),
        ("var.id", False),
    ],
)
def test_an_id_of_what_is_not_in_the_code_is_there_all_the_same(written, exists):
    values = estate(f"resource test_thing it {{ disk = {written} }}").resources[0].values
    assert unknown(values["disk"]).never_null is exists


def test_sensitive_values_are_plain_with_their_paths():
    found = resources(
        """
        variable password {
          default   = "s3cret"
          sensitive = true
        }
        resource test_thing it {
          login = { user = "u", password = var.password }
          url   = "https://${var.password}@host"
        }
        """
    )["test_thing.it"]
    assert found.values == {"login": {"user": "u", "password": "s3cret"}, "url": "https://s3cret@host"}
    assert set(found.sensitive) == {("login", "password"), ("url",)}


TAGS = """
provider aws {
  default_tags {
    tags = { owner = "default", team = "t" }
  }
}
provider aws {
  alias = "plain"
}
"""


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("", {"owner": "default", "team": "t"}),
        ('tags = { owner = "me" }', {"owner": "me", "team": "t"}),
        ('provider = aws.plain\n tags = { owner = "me" }', {"owner": "me"}),
        ("provider = aws.plain", {}),
        ('provider = aws.plain\n tag {\n key = "k"\n value = "v"\n }', {"k": "v"}),
    ],
)
def test_effective_tags(arguments, expected):
    assert resources(f"{TAGS}\nresource aws_thing it {{\n{arguments}\n}}")["aws_thing.it"].tags == expected


def test_providers_are_inherited_and_handed_down():
    inner = "resource aws_thing it {}\nresource aws_thing other { provider = aws.second }"
    found = resources(
        {
            "main.tf": f'{TAGS}\nmodule m {{\n  source = "./m"\n  providers = {{ aws.second = aws.plain }}\n}}',
            "m/main.tf": inner,
        }
    )
    assert found["module.m.aws_thing.it"].tags == {"owner": "default", "team": "t"}
    assert found["module.m.aws_thing.other"].tags == {}


def test_what_the_language_says_beside_the_values():
    found = resources(
        """
        resource test_thing a {}
        resource test_thing it {
          x          = 1
          depends_on = [test_thing.a]
          lifecycle {
            prevent_destroy = true
            ignore_changes  = [tags, x[0]]
          }
          provisioner "local-exec" {
            when       = destroy
            on_failure = continue
            command    = "echo ${self.id}"
            connection { type = "ssh" }
          }
        }
        """
    )["test_thing.it"]
    assert found.values == {"x": 1}
    assert found.meta["depends_on"] == ("test_thing.a",)
    assert found.meta["lifecycle"] == {"prevent_destroy": True, "ignore_changes": ("tags", "x.0")}
    [provisioner] = found.meta["provisioner"]
    assert provisioner.items() >= {"type": "local-exec", "when": "destroy", "on_failure": "continue"}.items()
    assert provisioner["connection"] == ({"type": "ssh"},)


def test_references_name_all_resources_through_locals_variables_and_outputs():
    found = resources(
        {
            "main.tf": """
                locals { name = aws_s3_bucket.b.bucket }
                resource aws_s3_bucket b { bucket = "logs" }
                module m {
                  source = "./m"
                  name   = local.name
                }
            """,
            "m/main.tf": "variable name {}\nresource test_thing it { x = upper(var.name) }",
        }
    )["module.m.test_thing.it"]
    assert found.values["x"] == "LOGS"
    assert found.references == (Reference("aws_s3_bucket.b", "bucket"),)


def test_attributes_have_their_places():
    syntax = resources(
        """\
        resource test_thing it {
          tags = {
            a = 1
          }
          rule {
            port = 1
          }
          dynamic rule {
            for_each = [1, 2]
            content {
              port = rule.value
            }
          }
          rule {
            port = 3
          }
        }
        """
    )["test_thing.it"].syntax
    lines = {
        ("tags",): 2,
        ("tags", "a"): 3,
        ("tags", "b"): 2,
        ("rule", 0, "port"): 6,
        ("rule", 1, "port"): 11,
        ("rule", 2, "port"): 11,
        ("rule", 3, "port"): 15,
        ("rule", 0, "other"): 5,
        ("rule",): 5,
    }
    assert {path: syntax.locate(path).line for path in lines} == lines
    assert syntax.locate(("nothing",)) is None
    assert (syntax.header().line, syntax.extent().end_line) == (1, 17)
