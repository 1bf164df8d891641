"""Lets moto keep what it is sent, so that a plan after an apply is empty as it is on AWS.

moto 5.2 takes these settings and forgets them: a function's log configuration, SnapStart and key, the
alias in a mapping's function ARN, that a mapping has no filters any more, the tags a Kinesis stream is
created with, a table's class and its ceiling on demand, the description of a rule of a security group, and
which queues may use a queue for their dead letters; and it writes a queue's redrive policy with spaces, which
AWS does not. It speaks plain HTTP, which the buckets' policies deny. It has no groups of DAX (dax_groups.py), no
policies of response headers (cloudfront_parts.py), no contributor insights (contributor_insights.py), no tags of
Application Auto Scaling, and no rebalancing of an ECS service between zones.
Python loads this file by its name when the directory is on the path:

    PYTHONPATH=terraform/emulator moto_server -H 127.0.0.1 -p 5000
"""

import json

import cloudfront_parts  # noqa: F401, likewise
import contributor_insights  # noqa: F401, likewise
import dax_groups  # noqa: F401, which adds its actions to moto
from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse
from moto.awslambda import models as functions
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ecs.models import Service
from moto.iam.access_control import PermissionResult
from moto.kinesis import responses as kinesis
from moto.s3.models import FakeBucket
from moto.sqs.models import Queue

KEPT = ("KMSKeyArn", "LoggingConfig", "SnapStart", "TracingConfig")


def kept(spec):
    settings = {key: spec[key] for key in KEPT if spec.get(key)}
    if "SnapStart" in settings:
        settings["SnapStart"] = {**settings["SnapStart"], "OptimizationStatus": "On"}
    return settings


def extend(owner, name, extension):
    """Replaces a method by one that hands the original to the extension."""
    original = getattr(owner, name)
    setattr(owner, name, lambda self, *args, **kwargs: extension(original, self, *args, **kwargs))


def create_function(original, self, account_id, spec, *args, **kwargs):
    self.kept = kept(spec)
    original(self, account_id, spec, *args, **kwargs)


def update_function(original, self, spec):
    self.kept = {**self.kept, **kept(spec)}
    return original(self, spec)


def describe_function(original, self, *args, **kwargs):
    return {**original(self, *args, **kwargs), **self.kept}


def create_mapping(original, self, spec):
    original(self, spec)
    if spec["FunctionName"].startswith("arn:"):
        self.function_arn = spec["FunctionName"]


def update_mapping(original, self, uuid, spec):
    mapping = original(self, uuid, spec)
    if mapping and spec.get("FunctionName", "").startswith("arn:"):
        mapping.function_arn = spec["FunctionName"]
    # Empty criteria remove the filters.
    if mapping and spec.get("FilterCriteria") == {}:
        mapping.filter_criteria = None
    return mapping


def create_stream(original, self):
    answer = original(self)
    self.kinesis_backend.add_tags_to_stream(
        None, self._get_param("StreamName"), self._get_param("Tags") or {}
    )
    return answer


def create_table(original, self):
    answer = original(self)
    keep_of_table(self)
    return answer


def update_table(original, self):
    keep_of_table(self)
    return original(self)


def keep_of_table(handler):
    table = handler.dynamodb_backend.get_table(handler.body["TableName"])
    table.kept = getattr(table, "kept", {})
    if "TableClass" in handler.body:
        table.kept["TableClassSummary"] = {"TableClass": handler.body["TableClass"]}
    if "OnDemandThroughput" in handler.body:
        table.kept["OnDemandThroughput"] = handler.body["OnDemandThroughput"]


def describe_table(original, self, base_key="TableDescription"):
    answer = original(self, base_key)
    answer[base_key].update(getattr(self, "kept", {}))
    return answer


def create_rule(original, self, *args, **kwargs):
    original(self, *args, **kwargs)
    sources = [a for a in args if isinstance(a, dict)]
    self.described = next((s["Description"] for s in sources if "Description" in s), None)


def permission(original, self, *args):
    """The buckets' policies deny plain HTTP, which is all that moto speaks."""
    return PermissionResult.NEUTRAL


extend(SecurityGroupRule, "__init__", create_rule)
SecurityGroupRule.description = property(lambda self: self.ip_range.get("Description", self.described))
extend(FakeBucket, "get_permission", permission)
extend(functions.LambdaFunction, "__init__", create_function)
extend(functions.LambdaFunction, "update_configuration", update_function)
extend(functions.LambdaFunction, "get_configuration", describe_function)
extend(functions.EventSourceMapping, "__init__", create_mapping)
extend(functions.LambdaBackend, "update_event_source_mapping", update_mapping)
extend(kinesis.KinesisResponse, "create_stream", create_stream)
extend(DynamoHandler, "create_table", create_table)
extend(DynamoHandler, "update_table", update_table)
extend(Table, "describe", describe_table)

ApplicationAutoScalingResponse.list_tags_for_resource = lambda self: json.dumps({"Tags": {}})

# The provider's default, which no module here changes.
Service.availability_zone_rebalancing = "DISABLED"

Queue.redrive_allow_policy = None
Queue.BASE_ATTRIBUTES = [*Queue.BASE_ATTRIBUTES, "RedriveAllowPolicy"]
spaced_attributes = Queue.attributes.fget


def queue_attributes(self):
    attributes = spaced_attributes(self)
    # Set to nothing is what the provider calls deleted, and waits for.
    attributes["RedriveAllowPolicy"] = self.redrive_allow_policy or None
    if self.redrive_policy:
        attributes["RedrivePolicy"] = json.dumps(self.redrive_policy, separators=(",", ":"))
    return attributes


Queue.attributes = property(queue_attributes)
