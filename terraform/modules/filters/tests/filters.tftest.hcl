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
      jsonencode({ eventName = ["INSERT", { anything-but = { prefix = "R" } }, { anything-but = "MODIFY" }] }),
      jsonencode({ dynamodb = { NewImage = { s = { S = [{ anything-but = { suffix = ["x", "y"] } }, { anything-but = { wildcard = "*x" } }, { anything-but = { equals-ignore-case = ["x"] } }, { prefix = { equals-ignore-case = "a" } }, { cidr = "10.0.0.0/8" }, { equals-ignore-case = "B" }] } } } }),
      jsonencode({ dynamodb = { NewImage = { open = { BOOL = [true, false, { exists = false }] }, none = { NULL = [true] } } } }),
      jsonencode({ dynamodb = { NewImage = { m = { M = { S = { S = ["a"] }, prefix = { S = ["a"] }, l = { L = { M = { x = { SS = ["a"] } } } } } }, M = { S = ["1"] }, BOOL = { BOOL = [true] } } } }),
      jsonencode({ dynamodb = { Keys = { "$or" = [{ a = { S = ["1"] } }, { b = { "$or" = [{ S = ["1"] }, { N = ["1"] }] } }] }, SizeBytes = [{ numeric = [">", 1, "<=", 5] }] } }),
      jsonencode({ dynamodb = { NewImage = { tricky = { S = ["[{\"anything_but\":[", "}]", "\\\\", ",{\"x\":"] } } } }),
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
    condition     = toset(local.numeric) == toset(slice(var.filters, 4, 7)) && toset(local.untyped) == toset([var.filters[7]])
    error_message = "Numbers are strings in the stream, and attributes lie under their type."
  }

  assert {
    condition     = length(output.refusals) == 6 && anytrue([for r in output.refusals : strcontains(r, "the stream carries numbers, too, as strings") && endswith(r, "${jsonencode({ dynamodb = { NewImage = { order = { M = { total = { N = [0] } } } } } })}.")])
    error_message = "Each refusal gives its reason and its filters: ${join("\n", output.refusals)}"
  }
}

run "an_operator_that_there_is_not_is_refused_in_each_shape" {
  command = plan

  variables {
    filters = [
      jsonencode({ eventName = [{ anything_but = ["REMOVE"] }] }),
      jsonencode({ eventName = [{ anything_but = { prefix = "R" } }] }),
      jsonencode({ eventName = [{ anything-but = { prefx = "R" } }] }),
      jsonencode({ eventName = [{ anything-but = { prefix = 5 } }] }),
      jsonencode({ eventName = [{ anything-but = [] }] }),
      jsonencode({ eventName = [{ anything-but = [["R"]] }] }),
      jsonencode({ eventName = ["REMOVE", { starts-with = "R" }] }),
      jsonencode({ eventName = [{ Prefix = "R" }] }),
      jsonencode({ eventName = [{ prefix = ["R"], suffix = "E" }] }),
      jsonencode({ eventName = [{ prefix = 5 }] }),
      jsonencode({ eventName = [{ equals_ignore_case = "insert" }] }),
      jsonencode({ eventName = [{ exists = "true" }] }),
      jsonencode({ dynamodb = { SizeBytes = [{ numeric = ["=>", 5] }] } }),
      jsonencode({ dynamodb = { SizeBytes = [{ numeric = [5] }] } }),
      jsonencode({ dynamodb = { SizeBytes = [{ Numeric = [">", 5] }] } }),
      jsonencode({ "$or" = [{ eventName = [{ anything_but = ["REMOVE"] }] }, { eventName = ["INSERT"] }] }),
      jsonencode({ "$or" = ["INSERT"] }),
      jsonencode({ dynamodb = { Keys = { id = { S = { prefix = "4" } } } } }),
    ]
  }

  assert {
    condition     = toset(local.no_patterns) == toset(var.filters)
    error_message = "All of these are not patterns, but taken are: ${join("\n", setsubtract(var.filters, local.no_patterns))}"
  }

  assert {
    condition     = strcontains(output.refusals[0], "{ anything-but = { prefix = \"a\" } }, each alone in its object and with a hyphen")
    error_message = "The refusal says which operators there are: ${join("\n", output.refusals)}"
  }
}

run "an_operator_that_there_is_not_is_refused_in_the_data_of_a_kinesis_record" {
  command = plan

  variables {
    source_type = "kinesis"
    filters = [
      jsonencode({ data = { status = [{ anything_but = [200] }] } }),
      jsonencode({ data = { order = { total = [{ numeric = ["=>", 5] }] } } }),
    ]
  }

  assert {
    condition     = toset(local.no_patterns) == toset(var.filters)
    error_message = "None of these is a pattern: ${join("\n", output.refusals)}"
  }
}

run "a_value_that_the_type_never_has_is_refused" {
  command = plan

  variables {
    filters = [
      jsonencode({ dynamodb = { NewImage = { open = { BOOL = ["true"] } } } }),
      jsonencode({ dynamodb = { NewImage = { open = { BOOL = [true, "false"] } } } }),
      jsonencode({ dynamodb = { NewImage = { open = { BOOL = [{ anything-but = ["false"] }] } } } }),
      jsonencode({ dynamodb = { NewImage = { m = { M = { open = { BOOL = ["true"] } } } } } }),
      jsonencode({ dynamodb = { NewImage = { none = { NULL = [null] } } } }),
      jsonencode({ dynamodb = { NewImage = { s = { S = [true] } } } }),
      jsonencode({ dynamodb = { NewImage = { s = { S = [null] } } } }),
      jsonencode({ dynamodb = { NewImage = { n = { N = [{ anything-but = [5] }] } } } }),
      jsonencode({ dynamodb = { NewImage = { n = { NS = [5] } } } }),
    ]
  }

  assert {
    condition     = toset(local.booleans) == toset(slice(var.filters, 0, 5)) && toset(local.numeric) == toset(slice(var.filters, 5, 9))
    error_message = "None of these ever matches: ${join("\n", output.refusals)}"
  }
}

run "an_attribute_without_its_type_is_refused_at_any_depth" {
  command = plan

  variables {
    filters = [
      jsonencode({ dynamodb = { NewImage = { open = ["true"] } } }),
      jsonencode({ dynamodb = { NewImage = { open = [true] } } }),
      jsonencode({ dynamodb = { NewImage = { open = { BOOLEAN = [true] } } } }),
      jsonencode({ dynamodb = { NewImage = { open = { bool = [true] } } } }),
      jsonencode({ dynamodb = { NewImage = { m = { M = { a = ["1"] } } } } }),
      jsonencode({ dynamodb = { NewImage = { m = { M = { a = { b = { S = ["1"] } } } } } } }),
      jsonencode({ dynamodb = { NewImage = { m = { M = { a = { S = { S = ["1"] } } } } } } }),
      jsonencode({ dynamodb = { NewImage = { m = { M = ["1"] } } } }),
      jsonencode({ dynamodb = { NewImage = { l = { L = ["1"] } } } }),
      jsonencode({ dynamodb = { Keys = { "$or" = [{ a = ["1"] }, { b = ["1"] }] } } }),
      jsonencode({ "$or" = [{ eventName = ["INSERT"] }, { dynamodb = { OldImage = { a = ["1"] } } }] }),
    ]
  }

  assert {
    condition     = toset(local.untyped) == toset(var.filters)
    error_message = "All of these lack a type, but taken are: ${join("\n", setsubtract(var.filters, local.untyped))}"
  }
}

run "a_kinesis_stream_is_filtered_by_members_of_its_data_only" {
  command = plan

  variables {
    source_type = "kinesis"
    filters = [
      jsonencode({ partitionKey = ["1"] }),
      jsonencode({ "$or" = [{ data = { a = [1] } }, { partitionKey = ["1"] }] }),
      jsonencode({ data = ["text"] }),
    ]
  }

  assert {
    condition     = toset(local.elsewhere) == toset(slice(var.filters, 0, 2)) && local.texts == [var.filters[2]]
    error_message = "Lambda filters a Kinesis stream by its data, which is JSON: ${join("\n", output.refusals)}"
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
    error_message = "A replay knows no SizeBytes, so a filter must not ask for it."
  }
}

run "the_data_of_a_kinesis_record_may_be_anything" {
  command = plan

  variables {
    source_type = "kinesis"
    filters     = [jsonencode({ data = { bytes = [{ numeric = [">", 100] }], eventName = ["DELETE"] } }), jsonencode({ "$or" = [{ data = { S = [1] } }, { data = { n = ["a"] } }] })]
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
    error_message = "A Kinesis record is filtered by its `data`."
  }
}

run "an_event_has_any_members_and_its_pattern_is_one" {
  command = plan

  variables {
    source_type = "event"
    filters = [
      jsonencode({ type = ["CHECKOUT"] }),
      jsonencode({ dynamodb = ["a"], eventName = ["ANY"], S = [1] }),
      jsonencode({ "$or" = [{ total = [{ numeric = [">", 100] }] }, { vip = [true] }] }),
      jsonencode({ cart = { lines = { sku = [{ prefix = "x" }] } } }),
      "checkout",
      jsonencode({}),
      jsonencode({ type = "CHECKOUT" }),
      jsonencode({ type = [{ anything_but = "x" }] }),
    ]
  }

  assert {
    condition     = local.no_objects == [var.filters[4]] && toset(local.no_patterns) == toset(slice(var.filters, 5, 8)) && length(output.refusals) == 2
    error_message = "The first four are patterns, the others are none: ${join("\n", output.refusals)}"
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
