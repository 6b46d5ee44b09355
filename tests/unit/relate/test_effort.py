"""Estates that are made to keep the linter busy: what is too much to relate is unknown, and said once."""

from __future__ import annotations

import json
import time

import pytest
from estate_makers import attribute, estate, resource, variable

from srm_lint.model.value import Unknown, concatenate
from srm_lint.relate import relate

MANY = 2_000
SECONDS = 8.0
"""Of processor time, several times what the slowest takes: without limits they take half a minute and a gigabyte."""


def buckets():
    return [resource(f"aws_s3_bucket.b{number}", {"bucket": "logs"}) for number in range(MANY)]


def settings(bucket):
    return [resource(f"aws_s3_bucket_versioning.v{number}", {"bucket": bucket(number)}) for number in range(MANY)]


EVERY = concatenate([attribute(f"aws_s3_bucket.b{number}.id") for number in range(MANY)])
PARTLY = [concatenate([variable("v"), f"-{number}x"]) for number in range(MANY)]


@pytest.mark.parametrize(
    "bucket",
    [lambda _: "logs", lambda _: EVERY, lambda number: PARTLY[number]],
    ids=["names that are the same", "each points at all", "none can be traced"],
)
def test_each_with_each_is_given_up(bucket):
    started = time.process_time()
    related = relate(estate(*buckets(), *settings(bucket)))
    answers = [related.linked(one, "aws_s3_bucket_versioning") for one in buckets()]
    assert time.process_time() - started < SECONDS
    assert all(isinstance(item, Unknown) for item in answers[-1])
    [problem] = related.problems
    assert "nothing is said of them from here on" in problem.message
    assert problem.help


def selections(number):
    tag = {"type": "STRINGEQUALS", "key": f"k{number}", "value": "v"}
    return resource(f"aws_backup_selection.s{number}", {"plan_id": "p", "selection_tag": (tag,)})


def test_each_selection_with_each_store_is_given_up():
    stores = [resource(f"aws_db_instance.d{number}", tags={"k": "v"}) for number in range(MANY)]
    related = relate(estate(*map(selections, range(MANY)), *stores))
    started = time.process_time()
    facts = [related.fact(store, "backup") for store in stores]
    assert time.process_time() - started < SECONDS
    assert isinstance(facts[0], dict)
    assert isinstance(facts[-1], Unknown)
    assert len(related.problems) == 1


RULE = {"from_port": 0, "to_port": 0, "protocol": "-1", "cidr_blocks": ("0.0.0.0/0",)}
STATEMENT = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}


@pytest.mark.parametrize(
    ("address", "values", "fact"),
    [
        ("aws_security_group.g", {"ingress": (RULE,) * 5_001}, "exposure"),
        ("aws_iam_policy.p", {"policy": json.dumps({"Statement": [STATEMENT] * 5_000})}, "iam"),
        ("aws_iam_policy.p", {"policy": json.dumps({"Statement": {**STATEMENT, "Action": ["s3:*"] * 5_000}})}, "iam"),
    ],
    ids=["firewall rules", "statements", "actions"],
)
def test_more_than_the_provider_takes_is_unknown_for_that_resource_alone(address, values, fact):
    one, other = resource(address, values), resource(f"{address}2")
    related = relate(estate(one, other))
    assert isinstance(related.fact(one, fact), Unknown)
    assert isinstance(related.fact(other, fact), dict)
    [problem] = related.problems
    assert "it has more than 5,000" in problem.message
