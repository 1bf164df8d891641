"""Contributor insights of DynamoDB's tables and indexes, which moto 5.2 does not have."""

from moto.core.responses import ActionResult
from moto.dynamodb.responses import DynamoHandler

enabled = set()


def about(request):
    name = request["TableName"].rpartition("/")[2]
    return name, request.get("IndexName")


def describe(handler):
    table, index = about(handler.body)
    answer = {
        "TableName": table,
        "ContributorInsightsStatus": "ENABLED" if (table, index) in enabled else "DISABLED",
    }
    return ActionResult(answer | ({"IndexName": index} if index else {}))


def update(handler):
    change = enabled.add if handler.body["ContributorInsightsAction"] == "ENABLE" else enabled.discard
    change(about(handler.body))
    return describe(handler)


DynamoHandler.describe_contributor_insights = describe
DynamoHandler.update_contributor_insights = update
