"""Which resources point at which, and where that cannot be told."""

import msgspec
import pytest
from estate_makers import attribute, estate, resource, variable

from srm_lint.model.resource import Mode
from srm_lint.model.value import Reference, Unknown, concatenate
from srm_lint.relate import relate

VERSIONING = "aws_s3_bucket_versioning"


def linked(target, *others, type=VERSIONING):
    """Addresses of what points at `target`; "?" stands for an unknown."""
    found = relate(estate(target, *others)).linked(target, type)
    return ["?" if isinstance(item, Unknown) else item.address for item in found]


@pytest.mark.parametrize(
    ("target", "pointer"),
    [
        ("aws_s3_bucket.b", attribute("aws_s3_bucket.b.id")),
        ("aws_s3_bucket.b", attribute("aws_s3_bucket.b.arn")),
        ("aws_s3_bucket.b[0]", attribute("aws_s3_bucket.b[0].id")),
        ("aws_s3_bucket.b[0]", attribute("aws_s3_bucket.b.id")),
        ('aws_s3_bucket.b["eu"]', attribute('aws_s3_bucket.b["eu"].bucket')),
        ('module.a["x"].aws_s3_bucket.b', attribute('module.a["x"].aws_s3_bucket.b.id')),
        ("aws_s3_bucket.b", concatenate(["arn:aws:s3:::", attribute("aws_s3_bucket.b.id"), "/*"])),
    ],
)
def test_a_reference_links(target, pointer):
    setting = resource("aws_s3_bucket_versioning.v", {"bucket": pointer})
    assert linked(resource(target), setting) == ["aws_s3_bucket_versioning.v"]


def test_a_reference_to_one_instance_does_not_link_the_other():
    setting = resource("aws_s3_bucket_versioning.v", {"bucket": attribute('aws_s3_bucket.b["eu"].id')})
    assert linked(resource('aws_s3_bucket.b["us"]'), resource('aws_s3_bucket.b["eu"]'), setting) == []


def test_a_name_links_where_the_attribute_is_named_after_the_type():
    bucket = resource("aws_s3_bucket.b", {"bucket": "logs"})
    assert linked(bucket, resource("aws_s3_bucket_versioning.v", {"bucket": "logs"})) == ["aws_s3_bucket_versioning.v"]
    assert linked(bucket, resource("aws_s3_bucket_versioning.v", {"bucket": "other"})) == []


def test_a_name_inside_a_path_links_where_the_expression_names_its_bearer():
    table = resource("aws_dynamodb_table.t", {"name": "scores"})
    path = {"resource_id": "table/scores"}
    named = (Reference("aws_dynamodb_table.t", "name"),)
    type = "aws_appautoscaling_target"
    assert linked(table, resource(f"{type}.a", path, references=named), type=type) == [f"{type}.a"]
    assert linked(table, resource(f"{type}.a", {"resource_id": "table/other"}, references=named), type=type) == []


def test_links_by_one_attribute_only():
    bucket = resource("aws_s3_bucket.b", {"bucket": "logs"})
    trail = resource("aws_cloudtrail.t", {"s3_bucket_name": "logs"})
    other = resource("aws_cloudtrail.o", {"event_selector": ({"values": (attribute("aws_s3_bucket.b.arn"),)},)})
    related = relate(estate(bucket, trail, other))
    assert related.linked(bucket, "aws_cloudtrail", ("s3_bucket_name",)) == (trail,)
    assert related.linked(bucket, "aws_cloudtrail") == (trail, other)


def test_an_alarm_links_to_the_filter_that_counts_its_metric():
    counter = resource(
        "aws_cloudwatch_log_metric_filter.f", {"name": "filter", "metric_transformation": ({"name": "RootUse"},)}
    )
    alarm = resource("aws_cloudwatch_metric_alarm.a", {"alarm_name": "root", "metric_name": "RootUse"})
    other = resource("aws_cloudwatch_metric_alarm.b", {"alarm_name": "cpu", "metric_name": "CPUUtilization"})
    assert linked(counter, alarm, other, type="aws_cloudwatch_metric_alarm") == ["aws_cloudwatch_metric_alarm.a"]


def test_the_same_name_on_both_is_no_link():
    role = resource("aws_iam_role.r", {"name": "main"})
    cluster = resource("aws_ecs_cluster.c", {"name": "main"})
    service = resource("aws_ecs_service.s", {"name": "main", "cluster": "main"})
    assert linked(role, cluster, service, type="aws_ecs_service") == []
    assert linked(cluster, role, service, type="aws_ecs_service") == ["aws_ecs_service.s"]


def test_a_known_name_links_where_the_expression_names_the_resource():
    table = resource("aws_dynamodb_table.t", {"name": "orders"})
    target = resource(
        "aws_appautoscaling_target.a",
        {"resource_label": "orders"},
        references=(Reference("aws_dynamodb_table.t", "name"),),
    )
    assert linked(table, target, type="aws_appautoscaling_target") == ["aws_appautoscaling_target.a"]


@pytest.mark.parametrize(
    "pointer",
    [
        variable("bucket"),
        attribute("data.aws_s3_bucket.x.id"),
        Unknown("module `a` is not on disk"),
        attribute("random_pet.n.id"),
    ],
)
def test_a_pointer_that_cannot_be_traced_may_link(pointer):
    setting = resource("aws_s3_bucket_versioning.v", {"bucket": pointer})
    others = (resource("data.aws_s3_bucket.x"), resource("random_pet.n"))
    assert linked(resource("aws_s3_bucket.b", {"bucket": "logs"}), setting, *others) == ["?"]


@pytest.mark.parametrize("name", [variable("name"), concatenate([variable("prefix"), "-logs"])])
def test_a_name_that_an_input_makes_up_links_all_the_same(name):
    account = resource("azurerm_storage_account.a", {"name": name})
    handed_on = name.because(attribute("azurerm_storage_account.a.name"))
    rules = resource("azurerm_storage_account_network_rules.r", {"storage_account_name": handed_on})
    assert linked(account, rules, type=rules.type) == ["azurerm_storage_account_network_rules.r"]


def test_a_name_that_an_input_chooses_may_link():
    account = resource("azurerm_storage_account.a", {"name": concatenate([variable("prefix"), "-logs"])})
    chosen = variable("mine").because(attribute("azurerm_storage_account.a.name")).because(variable("prefix"))
    rules = resource("azurerm_storage_account_network_rules.r", {"storage_account_name": chosen})
    assert linked(account, rules, type=rules.type) == ["?"]


def test_an_untraced_value_of_another_attribute_is_no_link():
    setting = resource("aws_s3_bucket_versioning.v", {"bucket": "other", "expected_bucket_owner": variable("owner")})
    assert linked(resource("aws_s3_bucket.b"), setting) == []


def test_an_untraced_name_that_cannot_be_this_one_is_no_link():
    setting = resource("aws_s3_bucket_versioning.v", {"bucket": concatenate(["other-", variable("env")])})
    assert linked(resource("aws_s3_bucket.b", {"bucket": "logs"}), setting) == []
    assert linked(resource("aws_s3_bucket.b", {"bucket": "other-prod"}), setting) == ["?"]


def test_a_literal_name_may_be_that_of_a_bucket_whose_name_is_unknown():
    setting = resource("aws_s3_bucket_versioning.v", {"bucket": "prod-logs"})
    assert linked(resource("aws_s3_bucket.b", {"bucket": concatenate([variable("env"), "-logs"])}), setting) == ["?"]
    assert linked(resource("aws_s3_bucket.b"), setting) == []


def test_either_of_two_may_link():
    pointer = Unknown("condition is unknown", (Reference("aws_s3_bucket.a", "id"), Reference("aws_s3_bucket.b", "id")))
    setting = resource("aws_s3_bucket_versioning.v", {"bucket": pointer})
    assert linked(resource("aws_s3_bucket.a"), resource("aws_s3_bucket.b"), setting) == ["?"]


def test_a_resource_whose_existence_is_unknown_may_link():
    setting = resource(
        "aws_s3_bucket_versioning.v", {"bucket": attribute("aws_s3_bucket.b.id")}, exists=variable("create")
    )
    assert linked(resource("aws_s3_bucket.b"), setting) == ["?"]


def test_the_policy_of_one_bucket_may_name_another():
    statement = concatenate(['{"Statement":[{"Resource":"', attribute("aws_s3_bucket.b.arn"), '"}]}'])
    policy = resource("aws_s3_bucket_policy.p", {"bucket": attribute("aws_s3_bucket.a.id"), "policy": statement})
    buckets = (resource("aws_s3_bucket.a"), resource("aws_s3_bucket.b"))
    assert linked(*buckets, policy, type="aws_s3_bucket_policy") == ["aws_s3_bucket_policy.p"]
    assert linked(*reversed(buckets), policy, type="aws_s3_bucket_policy") == []


def test_the_id_of_a_split_setting_stands_for_its_bucket():
    block = resource("aws_s3_bucket_public_access_block.p", {"bucket": attribute("aws_s3_bucket.b.id")})
    setting = resource("aws_s3_bucket_versioning.v", {"bucket": attribute("aws_s3_bucket_public_access_block.p.id")})
    assert linked(resource("aws_s3_bucket.b"), block, setting) == ["aws_s3_bucket_versioning.v"]


def test_cloudformation_points_by_logical_id():
    bucket = resource("Logs", type="AWS::S3::Bucket")
    policy = resource("Policy", {"Bucket": attribute("Logs.Ref")}, type="AWS::S3::BucketPolicy")
    imported = resource("Other", {"Bucket": attribute("export:bucket.Value")}, type="AWS::S3::BucketPolicy")
    assert linked(bucket, policy, type="AWS::S3::BucketPolicy") == ["Policy"]
    assert linked(bucket, imported, type="AWS::S3::BucketPolicy") == ["?"]


def test_refers_is_the_other_direction():
    group = resource("aws_security_group.g")
    instance = resource(
        "aws_instance.i", {"vpc_security_group_ids": (attribute("aws_security_group.g.id"), variable("more"))}
    )
    relations = relate(estate(group, instance))
    assert relations.linked(group, "aws_instance") == (instance,)
    first, second = relations.refers(instance, "aws_security_group")
    assert first is group
    assert isinstance(second, Unknown)
    assert second.settle == ("set variable `more`",)
    assert relations.refers(instance, "aws_subnet") == ()


def test_an_unknown_link_says_why_and_what_would_settle_it():
    bucket = resource("aws_s3_bucket.b")
    setting = resource("aws_s3_bucket_versioning.v", {"bucket": variable("bucket")})
    (unknown,) = relate(estate(bucket, setting)).linked(bucket, VERSIONING)
    assert unknown.reason == (
        "`bucket` of aws_s3_bucket_versioning.v may or may not point at aws_s3_bucket.b: variable `bucket` has no value"
    )
    assert unknown.settle == ("set variable `bucket`",)


def test_the_same_unknown_name_on_both_sides_may_be_that_resource_and_no_other():
    named, generated = resource("aws_s3_bucket.a", {"bucket": variable("name")}), resource("aws_s3_bucket.b")
    setting = resource("aws_s3_bucket_versioning.v", {"bucket": variable("name")})
    assert linked(named, generated, setting) == ["?"]
    assert linked(generated, named, setting) == []


@pytest.mark.parametrize(
    ("type", "values"),
    [
        ("aws_s3_bucket_logging", {"target_bucket": attribute("aws_s3_bucket.b.id")}),
        ("aws_s3_bucket_logging", {"target_bucket": variable("logs")}),
        (
            "aws_s3_bucket_replication_configuration",
            {"rule": ({"destination": ({"bucket": attribute("aws_s3_bucket.b.arn")},)},)},
        ),
    ],
)
def test_what_a_resource_belongs_to_counts_before_what_else_it_names(type, values):
    setting = resource(f"{type}.x", {"bucket": attribute("aws_s3_bucket.a.id"), **values})
    inside, outside = resource("aws_s3_bucket.a"), resource("aws_s3_bucket.b")
    assert linked(inside, outside, setting, type=type) == [f"{type}.x"]
    assert linked(outside, inside, setting, type=type) == []


def test_a_pointer_to_anything_that_leads_to_another_type_tells_nothing_of_what_a_resource_belongs_to():
    alert = resource(
        "azurerm_monitor_activity_log_alert.x",
        {
            "scopes": (attribute("azurerm_resource_group.main.id"),),
            "criteria": ({"resource_id": attribute("azurerm_storage_account.log.id")},),
        },
    )
    account, group = resource("azurerm_storage_account.log"), resource("azurerm_resource_group.main")
    other = resource("azurerm_storage_account.other")
    assert linked(account, group, other, alert, type="azurerm_monitor_activity_log_alert") == [alert.address]
    assert linked(other, group, account, alert, type="azurerm_monitor_activity_log_alert") == []


def test_refers_names_everything():
    setting = resource(
        "aws_s3_bucket_logging.x",
        {"bucket": attribute("aws_s3_bucket.a.id"), "target_bucket": attribute("aws_s3_bucket.b.id")},
    )
    buckets = (resource("aws_s3_bucket.a"), resource("aws_s3_bucket.b"))
    assert relate(estate(setting, *buckets)).refers(setting, "aws_s3_bucket") == buckets


def test_a_reference_without_key_stays_in_its_module():
    setting = resource("aws_s3_bucket_versioning.v", {"bucket": attribute('module.m["x"].aws_s3_bucket.b.id')})
    here, there = resource('module.m["x"].aws_s3_bucket.b[0]'), resource('module.m["y"].aws_s3_bucket.b[0]')
    assert linked(here, there, setting) == ["aws_s3_bucket_versioning.v"]
    assert linked(there, here, setting) == []


def test_what_a_data_source_looks_up_by_another_name_is_no_link():
    setting = resource("aws_s3_bucket_versioning.v", {"bucket": attribute("data.aws_s3_bucket.x.id")})
    looked_up = resource("data.aws_s3_bucket.x", {"bucket": "elsewhere"})
    assert linked(resource("aws_s3_bucket.b", {"bucket": "logs"}), setting, looked_up) == []
    assert linked(resource("aws_s3_bucket.b"), setting, looked_up) == []
    assert linked(resource("aws_s3_bucket.b", {"bucket": variable("name")}), setting, looked_up) == ["?"]


@pytest.mark.parametrize("name", ["storage.googleapis.com/logs", "gs://logs", "projects/p/buckets/logs", "logs"])
def test_a_full_name_of_google_ends_with_the_name_of_the_resource(name):
    bucket = resource("google_storage_bucket.b", {"name": "logs"})
    sink = resource(
        "google_logging_project_sink.s",
        {"destination": name},
        references=(Reference("google_storage_bucket.b", "name"),),
    )
    assert relate(estate(bucket, sink)).refers(sink, "google_storage_bucket") == (bucket,)


@pytest.mark.parametrize("name", ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*", "logs"])
def test_an_arn_names_what_its_last_part_names(name):
    setting = resource("aws_s3_bucket_versioning.v", {"bucket": name})
    assert linked(resource("aws_s3_bucket.b", {"bucket": "logs"}), setting) == ["aws_s3_bucket_versioning.v"]


def test_names_made_of_several_unknown_parts():
    def name(end):
        return concatenate([variable("app"), "-", variable("region"), end])

    logs, data = (
        resource("aws_s3_bucket.logs", {"bucket": name("-logs")}),
        resource("aws_s3_bucket.data", {"bucket": name("-data")}),
    )
    assert linked(logs, data, resource("aws_s3_bucket_versioning.v", {"bucket": name("-logs")})) == ["?"]
    assert linked(data, logs, resource("aws_s3_bucket_versioning.v", {"bucket": name("-logs")})) == []
    prefixed = concatenate(["arn:aws:s3:::", variable("app"), "-data/*"])
    assert linked(data, logs, resource("aws_s3_bucket_versioning.v", {"bucket": prefixed})) == ["?"]
    assert linked(logs, data, resource("aws_s3_bucket_versioning.v", {"bucket": prefixed})) == []


def test_what_a_carrier_hands_on_leads_back_to_it_by_the_expression():
    secret = resource("aws_ssm_parameter.token", {"name": "token", "value": "7"})
    named = (Reference("aws_ssm_parameter.token", "value"),)
    user = resource("aws_lambda_function.user", {"description": "7"}, references=named)
    other = resource("aws_lambda_function.other", {"description": "7"})
    related = relate(estate(secret, user, other))
    assert [found.address for found in related.refers(user, "aws_ssm_parameter")] == ["aws_ssm_parameter.token"]
    assert related.refers(other, "aws_ssm_parameter") == ()


def test_what_points_at_a_resource_that_is_not_in_the_code_points_at_no_other():
    bucket = resource("aws_s3_bucket.a", {"bucket": "a"})
    other = resource("aws_s3_bucket_versioning.v", {"bucket": attribute("aws_s3_bucket.elsewhere.id")})
    assert relate(estate(bucket, other)).linked(bucket, "aws_s3_bucket_versioning") == ()


def test_a_module_that_cannot_be_read_may_attach_anything_to_what_it_is_given():
    given, other = resource("aws_security_group.a"), resource("aws_security_group.b")
    call = resource(
        "module.m", {"groups": attribute("aws_security_group.a.id")}, type="module", mode=Mode.UNREAD_MODULE
    )
    links = relate(estate(given, other, call))
    [unknown] = links.linked(given, "aws_instance")
    assert unknown.settle == ("run `terraform init`",)
    assert links.linked(other, "aws_instance") == ()


def test_neighbours_link_by_what_is_imported_and_by_known_names():
    bucket = resource("Logs", {"BucketName": "logs"}, type="AWS::S3::Bucket")
    imported = resource("b.yaml:P", {"Bucket": attribute("a.yaml:Logs.Ref")}, type="AWS::S3::BucketPolicy")
    named = resource("b.yaml:N", {"Bucket": "logs"}, type="AWS::S3::BucketPolicy")
    untraced = resource("b.yaml:U", {"Bucket": variable("bucket")}, type="AWS::S3::BucketPolicy")
    around = msgspec.structs.replace(estate(bucket), root="a.yaml", neighbours=(imported, named, untraced))
    assert relate(around).linked(bucket, "AWS::S3::BucketPolicy") == (imported, named)


def test_of_several_exports_that_a_value_may_be_the_type_decides():
    bucket, topic = resource("Logs", type="AWS::S3::Bucket"), resource("Topic", type="AWS::SNS::Topic")
    value = Unknown("which export is not known", (Reference("a.yaml:Logs", "Ref"), Reference("a.yaml:Topic", "Ref")))
    policy = resource("b.yaml:P", {"Bucket": value}, type="AWS::S3::BucketPolicy")
    around = msgspec.structs.replace(estate(bucket, topic), root="a.yaml", neighbours=(policy,))
    assert relate(around).refers(policy, "AWS::S3::Bucket") == (bucket,)
    assert relate(around).linked(topic, "AWS::S3::BucketPolicy") == ()
