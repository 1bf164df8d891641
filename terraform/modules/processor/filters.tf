# Which changes of the table concern the run function: the same as processor-fn/filters.json, which
# its tests prove on recorded changes. A test of the whole project fails when they differ.

locals {
  filters = {
    run = [
      # Work that is ready. What a run writes while it works is RUNNING, and wakes no function.
      jsonencode({ dynamodb = { NewImage = { state = { S = ["PENDING", "CONTINUE"] } } } }),
      # Work that has ended, to be published.
      jsonencode({ dynamodb = { NewImage = { state = { S = ["DONE", "FAILED"] } } } }),
    ]
  }
}
