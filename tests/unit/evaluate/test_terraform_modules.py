"""Modules, instances, variables, files: what a root module comes to."""

from __future__ import annotations

import time

import pytest
from terraform_case import TextTree, estate, problems, resources, unknown

from srm_lint.evaluate.terraform import Inputs
from srm_lint.model.resource import Mode
from srm_lint.model.source import Level, Source
from srm_lint.model.value import Reference, Unknown
from srm_lint.read.terraform import read


def test_instances_have_terraforms_addresses():
    found = resources(
        """
        resource test_thing counted {
          count = 2
          x     = count.index
        }
        resource test_thing each {
          for_each = { b = 1, "a\\"q" = 2 }
          x        = "${each.key}=${each.value}"
        }
        resource test_thing none { count = 0 }
        """
    )
    assert {address: resource.values["x"] for address, resource in found.items()} == {
        "test_thing.counted[0]": 0,
        "test_thing.counted[1]": 1,
        'test_thing.each["a\\"q"]': 'a"q=2',
        'test_thing.each["b"]': "b=1",
    }


@pytest.mark.parametrize("argument", ["count = var.n", "for_each = var.n"])
def test_unknown_instances_are_one_whose_existence_is_unknown(argument):
    found = resources(f"variable n {{}}\nresource test_thing it {{\n  {argument}\n  x = 1\n}}")
    assert list(found) == ["test_thing.it"]
    assert isinstance(found["test_thing.it"].exists, Unknown)


def test_modules_pass_values_in_and_out():
    found = resources(
        {
            "main.tf": """
                module m {
                  source   = "./mods/m"
                  for_each = toset(["eu"])
                  name     = each.key
                }
                resource test_thing it { x = [module.m["eu"].name, [for m in module.m : m.folder]] }
            """,
            "mods/m/main.tf": """
                variable name { type = string }
                module inner {
                  source = "../inner"
                  name   = "${var.name}-1"
                }
                output name { value = module.inner.name }
                output folder { value = path.module }
            """,
            "mods/inner/main.tf": """
                variable name {}
                resource test_thing deep { x = var.name }
                output name { value = test_thing.deep.x }
            """,
        }
    )
    assert found["test_thing.it"].values["x"] == ("eu-1", ("mods/m",))
    deep = found['module.m["eu"].module.inner.test_thing.deep']
    assert [call.address for call in deep.calls] == ['module.m["eu"]', 'module.m["eu"].module.inner']
    assert deep.calls[0].location.file == "main.tf"


def test_references_survive_three_modules_and_for_each_over_a_resource():
    found = resources(
        {
            "main.tf": 'module a { source = "./a" }\nresource test_thing it { x = module.a.ids["k"] }',
            "a/main.tf": 'module b { source = "../b" }\noutput ids { value = module.b.ids }',
            "b/main.tf": """
                resource aws_s3_bucket b { for_each = toset(["k"]) }
                resource aws_s3_bucket_policy p {
                  for_each = aws_s3_bucket.b
                  bucket   = each.value.id
                }
                output ids { value = { for k, v in aws_s3_bucket.b : k => v.id } }
            """,
        }
    )
    reference = Reference('module.a.module.b.aws_s3_bucket.b["k"]', "id")
    assert unknown(found["test_thing.it"].values["x"]).references == (reference,)
    policy = found['module.a.module.b.aws_s3_bucket_policy.p["k"]']
    assert unknown(policy.values["bucket"]).references == (reference,)


def test_a_module_that_is_not_on_disk_is_one_note_and_unknown():
    found = estate('module v { source = "org/vpc/aws" }\nresource test_thing it { x = module.v.id }')
    assert [(d.code, d.level) for d in found.diagnostics] == [("module-not-installed", Level.NOTE)]
    assert unknown(found.resources[0].values["x"]).settle == ("run `terraform init`",)


def test_installed_modules_are_read_where_terraform_left_them():
    manifest = '{"Modules": [{"Key": "v", "Source": "org/vpc/aws", "Dir": ".terraform/modules/v"}]}'
    found = resources(
        {
            "main.tf": 'module v { source = "org/vpc/aws" }',
            ".terraform/modules/modules.json": manifest,
            ".terraform/modules/v/main.tf": "resource test_thing it { x = path.module }",
        }
    )
    assert found["module.v.test_thing.it"].values["x"] == ".terraform/modules/v"


def test_a_module_that_calls_itself_ends_with_an_error():
    start = time.process_time()
    assert problems({"main.tf": 'module m { source = "./m" }', "m/main.tf": 'module m { source = "../m" }'}) == [
        ("m/main.tf", 1, "module-recursion")
    ]
    assert time.process_time() - start < 1


def test_a_thousand_instances_six_modules_deep_take_little_time():
    files = {"main.tf": 'module m {\n source = "./m0"\n}'}
    files |= {f"m{i}/main.tf": f'module m {{\n source = "../m{i + 1}"\n}}' for i in range(5)}
    files["m5/main.tf"] = "resource test_thing it {\n  count = 1000\n  x = count.index\n}"
    start = time.process_time()
    assert len(resources(files)) == 1000
    assert time.process_time() - start < 2


def test_locals_that_refer_to_each_other_are_an_error():
    assert problems("locals {\n  a = local.b\n  b = local.a\n}") == [("main.tf", 3, "cannot-evaluate")]


@pytest.mark.parametrize(
    ("type", "default", "expected"),
    [
        ("set(string)", '["b", 1, "b"]', ("1", "b")),
        ("map(number)", '{ a = "1" }', {"a": 1}),
        ("object({ a = string, b = optional(number, 5), c = optional(string) })", "{ a = 1 }", {"a": "1", "b": 5, "c": None}),
        ("any", "[1, 2]", (1, 2)),
        ("tuple([string, bool])", '[1, "true"]', ("1", True)),
    ],
)  # fmt: skip
def test_variables_are_converted(type, default, expected):
    text = f"variable v {{\n  type = {type}\n  default = {default}\n}}\nresource test_thing it {{ x = var.v }}"
    assert resources(text)["test_thing.it"].values["x"] == expected


def test_a_value_that_does_not_fit_its_type_is_an_error():
    assert problems('variable n {\n  type    = number\n  default = "x"\n}') == [("main.tf", 3, "unsuitable-value")]


def test_null_for_a_variable_that_takes_none_is_its_default():
    files = {
        "main.tf": 'module m {\n  source = "./m"\n  v = null\n}',
        "m/main.tf": 'variable v {\n  default = "d"\n  nullable = false\n}\nresource test_thing it { x = var.v }',
    }
    assert resources(files)["module.m.test_thing.it"].values["x"] == "d"


SOURCES = {
    "main.tf": "variable v { default = 0 }\nvariable l {\n  type = list(number)\n  default = []\n}\n"
    "resource test_thing it { x = [var.v, var.l] }",
    "terraform.tfvars": "v = 1",
    "terraform.tfvars.json": '{"v": 2}',
    "b.auto.tfvars": "v = 4",
    "a.auto.tfvars": "v = 3",
}


@pytest.mark.parametrize(
    ("files", "inputs", "expected"),
    [
        (["main.tf"], Inputs(environment={"v": "9"}), "9"),
        (["main.tf", "terraform.tfvars"], Inputs(environment={"v": "9"}), 1),
        (["main.tf", "terraform.tfvars", "terraform.tfvars.json"], Inputs(), 2),
        (list(SOURCES), Inputs(), 4),
        (list(SOURCES), Inputs(var_files=(read(Source("x.tfvars", b"v = 5")),)), 5),
        (list(SOURCES), Inputs(var_files=(read(Source("x.tfvars", b"v = 5")),), variables={"v": "6"}), "6"),
    ],
)
def test_the_later_source_of_a_variable_wins(files, inputs, expected):
    found = resources({name: SOURCES[name] for name in files}, inputs)
    assert found["test_thing.it"].values["x"][0] == expected


def test_text_for_a_list_is_an_expression():
    found = resources({"main.tf": SOURCES["main.tf"]}, Inputs(variables={"l": '[1, "2"]'}))
    assert found["test_thing.it"].values["x"][1] == (1, 2)


def test_override_files_and_tofu_files():
    found = resources(
        {
            "main.tf": 'resource test_thing it {\n  x = "base"\n  y = 1\n  rule { a = 1 }\n}',
            "override.tf": 'resource test_thing it {\n  x = "over"\n  rule { a = 2 }\n}',
            "o.tf": "resource test_thing o { x = 1 }",
            "o.tofu": "resource test_thing o { x = 2 }",
        }
    )
    assert found["test_thing.it"].values == {"x": "over", "y": 1, "rule": ({"a": 2},)}
    assert found["test_thing.it"].syntax.locate(("x",)).file == "override.tf"
    assert found["test_thing.o"].values["x"] == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("resource a b {}\nresource a b {}", [("main.tf", 2, "declared-twice")]),
        ("resource a {}", [("main.tf", 1, "wrong-labels")]),
        ("resource a b {\n  count = 1\n  for_each = {}\n}", [("main.tf", 3, "count-and-for-each")]),
        ("nonsense {}", [("main.tf", 1, "unknown-block")]),
        ('module m { source = "./no" }', [("main.tf", 1, "module-not-found")]),
        (
            'moved {\n  from = a.b\n  to = a.c\n}\ncheck "c" {}\naction "a" "b" {}\nimport {\n  to = a.c\n  id = "x"\n}',
            [],
        ),
    ],
)
def test_mistakes_of_declarations(text, expected):
    assert problems(text) == expected


def test_arguments_that_a_module_lacks_or_does_not_know():
    files = {"main.tf": 'module m {\n  source = "./m"\n  b = 1\n}', "m/main.tf": "variable a {}"}
    assert problems(files) == [("main.tf", 1, "missing-argument"), ("main.tf", 3, "unexpected-argument")]


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("variable v { default = null }\nlocals { a = var.v.a }", "null by default"),
        ("locals {\n  w = terraform.workspace\n  a = { prod = 1 }[local.w]\n}", "taken to be `default`"),
        ('locals { a = filebase64sha256("built.zip") }', "made before Terraform runs"),
        ('locals { a = [1, templatefile("made.tftpl", {})] }', "made before Terraform runs"),
    ],
)
def test_a_failure_is_a_warning_where_something_was_taken_for_granted(text, help):
    [found] = estate(text).diagnostics
    assert found.level is Level.WARNING
    assert help in found.help


def test_what_may_not_exist_is_not_reported_for_failing():
    text = "variable on {}\nresource test_thing it {\n  count = var.on ? 1 : 0\n  x = null.a\n}"
    assert estate(text).diagnostics == ()


def test_names_are_not_missed_in_a_module_that_cannot_be_read_wholly():
    tree_files = {"main.tf": "variable a = {\n", "it.tf": "resource test_thing it { x = var.a }"}
    assert TextTree(tree_files).documents(".")[1].problems
    assert problems(tree_files) == []


def test_data_providers_and_backends_are_listed():
    found = resources(
        """
        terraform {
          backend "s3" { bucket = "state" }
        }
        provider aws { region = "eu-west-1" }
        provider aws {
          alias  = "us"
          region = "us-east-1"
        }
        data aws_region r { name = "x" }
        """
    )
    assert {(r.address, r.type, r.mode) for r in found.values()} == {
        ("terraform.backend.s3", "backend.s3", Mode.BACKEND),
        ("provider.aws", "provider.aws", Mode.PROVIDER),
        ("provider.aws.us", "provider.aws", Mode.PROVIDER),
        ("data.aws_region.r", "data.aws_region", Mode.DATA),
    }


def test_what_is_not_declared_is_unknown_by_itself():
    value = '[aws_kms_key.k.arn, "b", "${aws_kms_key.k.id}/*"]'
    [found] = estate({"main.tf": f'resource "test_thing" "it" {{ x = {value} }}'}).resources
    missing, known, part = found.values["x"]
    assert known == "b"
    assert missing.references == (Reference("aws_kms_key.k", "arn"),)
    assert missing.never_null
    assert part.suffix == "/*"


def test_what_a_module_that_is_not_on_disk_is_given_is_kept():
    given = 'module "m" {\n  source = "a/b/c"\n  name   = "x"\n  groups = [test_thing.it.id]\n}\nresource "test_thing" "it" {}'
    [call] = [found for found in estate(given).resources if found.mode is Mode.UNREAD_MODULE]
    assert call.address == "module.m"
    assert {name: unknown(value).references for name, value in call.values.items()} == {
        "groups": (Reference("test_thing.it", "id"),)
    }
