# Which filters are refused, and why. No provider: these plans cost nothing.

variables {
  source_type = "dynamodb"
}

run "what_can_match_is_taken" {
  command = plan

  variables {
    filters = [
      jsonencode({ eventName = ["REMOVE"], userIdentity = { principalId = ["dynamodb.amazonaws.com"] } }),
      jsonencode({ eventName = [{ anything-but = ["REMOVE"] }] }),
      jsonencode({ eventName = ["REMOVE", { prefix = "MOD" }] }),
      jsonencode({ dynamodb = { NewImage = { text = { S = ["a\":1", ":1", { wildcard = "*" }, { anything-but = { suffix = "x" } }] } } } }),
      jsonencode({ dynamodb = { NewImage = { state = { "$or" = [{ S = ["READY"] }, { N = ["1"] }] } } } }),
      jsonencode({ dynamodb = { NewImage = { state = { S = ["READY"] }, count = { N = ["10", { prefix = "4" }] } } } }),
      jsonencode({ dynamodb = { OldImage = { state = { S = [{ exists = false }] } }, SizeBytes = [{ numeric = [">", 1000] }] } }),
      jsonencode({ dynamodb = { NewImage = { order = { M = { total = { N = ["0"] } } } } } }),
      jsonencode({ "$or" = [{ eventName = ["INSERT"] }, { dynamodb = { Keys = { id = { S = ["1"] } } } }] }),
    ]
  }

  assert {
    condition     = output.refusals == []
    error_message = "All of these can match, but: ${join("\n", output.refusals)}"
  }
}

run "each_filter_that_can_never_match_is_explained" {
  command = plan

  variables {
    filters = [
      "eventName = INSERT",
      jsonencode({ data = { state = ["READY"] } }),
      jsonencode({ dynamodb = { newImage = { state = { S = ["READY"] } } } }),
      jsonencode({ eventName = ["DELETE"] }),
      jsonencode({ dynamodb = { NewImage = { count = { N = [{ numeric = [">=", 10] }] } } } }),
      jsonencode({ dynamodb = { NewImage = { count = { N = ["9", 10] } } } }),
      jsonencode({ dynamodb = { NewImage = { order = { M = { total = { N = [0] } } } } } }),
      jsonencode({ dynamodb = { OldImage = { state = ["READY"] } } }),
    ]
  }

  assert {
    condition     = local.no_objects == [var.filters[0]] && local.elsewhere == [var.filters[1]] && local.unknown_fields == [var.filters[2]] && local.unknown_names == [var.filters[3]]
    error_message = "No JSON, another root, another field, another event name."
  }

  assert {
    condition     = toset(local.numeric) == toset(slice(var.filters, 4, 7)) && local.untyped == [var.filters[7]]
    error_message = "Numbers are strings in the stream, and attributes lie under their type."
  }

  assert {
    condition     = length(output.refusals) == 6 && anytrue([for r in output.refusals : strcontains(r, "never matches a number") && endswith(r, "${jsonencode({ dynamodb = { NewImage = { order = { M = { total = { N = [0] } } } } } })}.")])
    error_message = "Each refusal gives its reason and its filters: ${join("\n", output.refusals)}"
  }
}

# The dispatcher of a fan-out would not start with one, for no subscriber.
run "what_is_no_pattern_is_explained" {
  command = plan

  variables {
    source_type = "fanout"
    filters = [
      jsonencode({ dynamodb = { NewImage = { state = { S = "READY" } } } }),
      jsonencode({ dynamodb = { NewImage = { open = { BOOL = true } } } }),
      jsonencode({ dynamodb = { NewImage = { state = { S = [{ starts-with = "R" }] } } } }),
      jsonencode({ dynamodb = { NewImage = { state = { S = [] } } } }),
      jsonencode({ dynamodb = { NewImage = {} } }),
      jsonencode({}),
    ]
  }

  assert {
    condition     = toset(local.no_patterns) == toset(var.filters) && length(output.refusals) == 1
    error_message = "None of these is a pattern: ${join("\n", output.refusals)}"
  }
}

run "a_subscriber_filters_by_what_the_history_keeps" {
  command = plan

  variables {
    source_type = "fanout"
    filters = [
      jsonencode({ dynamodb = { SizeBytes = [{ numeric = [">", 1000] }] } }),
      jsonencode({ dynamodb = { NewImage = { state = { S = ["READY"] } }, SequenceNumber = ["1"] } }),
    ]
  }

  assert {
    condition     = length(output.refusals) == 1 && toset(local.unknown_fields) == toset([var.filters[0]])
    error_message = "A replay knows no SizeBytes, so a filter may not ask for it."
  }
}

run "the_data_of_a_kinesis_record_may_be_anything" {
  command = plan

  variables {
    source_type = "kinesis"
    filters     = [jsonencode({ data = { bytes = [{ numeric = [">", 100] }], eventName = ["DELETE"] } }), jsonencode({ partitionKey = ["1"] })]
  }

  assert {
    condition     = output.refusals == []
    error_message = "Both can match."
  }
}

run "a_kinesis_filter_under_dynamodb_is_explained" {
  command = plan

  variables {
    source_type = "kinesis"
    filters     = [jsonencode({ dynamodb = { Keys = { id = { S = ["1"] } } } })]
  }

  assert {
    condition     = length(output.refusals) == 1 && toset(local.elsewhere) == toset(var.filters)
    error_message = "A Kinesis record has `data` and `partitionKey`."
  }
}

run "an_unknown_source_is_refused" {
  command = plan

  variables {
    source_type = "sqs"
    filters     = []
  }

  expect_failures = [var.source_type]
}
