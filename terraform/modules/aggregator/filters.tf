# Which changes of the table concern whom: the same as aggregator-fn/filters.json, which its tests
# prove on recorded changes. A test of the whole project fails when they differ.

# The pattern that an event of a complete group matches.
module "matches" {
  source = "../filters"

  source_type = "event"
  filters     = var.rule.matches[*]
}

locals {
  filters = {
    # A new event. Neither a group's own changes nor what DynamoDB expires is counted.
    count = [
      jsonencode({ eventName = ["INSERT"], dynamodb = { Keys = { sk = { S = [{ prefix = "e#" }] } } } }),
    ]
    # The one change by which a round is complete or expires. An application's event may have its own state.
    publish = [
      jsonencode({ eventName = ["INSERT"], dynamodb = { Keys = { sk = { S = [{ prefix = "#head#" }] } }, NewImage = { state = { S = ["COMPLETE"] } } } }),
      jsonencode({ eventName = ["MODIFY"], dynamodb = { Keys = { sk = { S = [{ prefix = "#head#" }] } }, OldImage = { state = { S = ["COLLECTING"] } }, NewImage = { state = { S = ["COMPLETE", "EXPIRED"] } } } }),
      # A forgotten round that the first event begins anew and completes.
      jsonencode({ eventName = ["MODIFY"], dynamodb = { Keys = { sk = { S = [{ prefix = "#head#" }] } }, OldImage = { state = { S = ["COMPLETE", "EXPIRED"] } }, NewImage = { state = { S = ["COMPLETE"] }, anew = { S = ["yes"] } } } }),
    ]
  }
}
