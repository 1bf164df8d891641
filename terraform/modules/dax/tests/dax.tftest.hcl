# What the dax module promises, against a mocked provider.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/test-cache" }
  }
  mock_resource "aws_dax_cluster" {
    defaults = {
      arn             = "arn:aws:dax:us-east-1:123456789012:cache/test-cache"
      cluster_address = "test-cache.abc123.dax-clusters.us-east-1.amazonaws.com"
    }
  }
}

variables {
  name_prefix               = "test"
  name                      = "cache"
  vpc_id                    = "vpc-1"
  subnet_ids                = ["subnet-1", "subnet-2"]
  client_security_group_ids = { function = "sg-1" }
  tables = {
    coupons = { arn = "arn:aws:dynamodb:us-east-1:123456789012:table/coupons" }
    shops   = { arn = "arn:aws:dynamodb:us-east-1:123456789012:table/shops", write = true }
  }
}

run "a_cluster_is_encrypted_in_transit_and_at_rest" {
  assert {
    condition     = aws_dax_cluster.this.cluster_endpoint_encryption_type == "TLS" && aws_dax_cluster.this.server_side_encryption[0].enabled
    error_message = "Both must be on; neither can be changed later."
  }

  assert {
    condition     = output.endpoint == "daxs://test-cache.abc123.dax-clusters.us-east-1.amazonaws.com" && output.port == 9111
    error_message = "Clients connect with TLS."
  }
}

run "a_cluster_reads_its_tables_and_writes_those_that_say_so" {
  assert {
    condition = { for s in jsondecode(aws_iam_role_policy.tables.policy).Statement : s.Sid => s.Resource } == {
      ReadTables = [
        "arn:aws:dynamodb:us-east-1:123456789012:table/coupons", "arn:aws:dynamodb:us-east-1:123456789012:table/coupons/index/*",
        "arn:aws:dynamodb:us-east-1:123456789012:table/shops", "arn:aws:dynamodb:us-east-1:123456789012:table/shops/index/*",
      ]
      WriteTables = ["arn:aws:dynamodb:us-east-1:123456789012:table/shops"]
    }
    error_message = "Two tables are read, and shops is written."
  }

  assert {
    condition     = alltrue([for s in jsondecode(aws_iam_role_policy.tables.policy).Statement : !contains(s.Action, "dynamodb:DeleteTable") && alltrue([for a in s.Action : !strcontains(a, "*")])])
    error_message = "Every action must be named."
  }

  assert {
    condition     = jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Principal == { Service = "dax.amazonaws.com" }
    error_message = "Only DAX may take the role."
  }
}

run "only_given_groups_may_connect_and_only_with_tls" {
  assert {
    condition     = aws_vpc_security_group_ingress_rule.clients["function"].referenced_security_group_id == "sg-1" && aws_vpc_security_group_ingress_rule.clients["function"].from_port == 9111 && aws_vpc_security_group_ingress_rule.clients["function"].to_port == 9111
    error_message = "The function's group, at 9111."
  }

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.clients) == 1 && aws_vpc_security_group_ingress_rule.nodes.referenced_security_group_id == aws_security_group.this.id
    error_message = "Nothing but clients and nodes may connect."
  }
}

run "a_client_may_do_what_the_statements_say" {
  assert {
    condition     = output.statements.read.resources == ["arn:aws:dax:us-east-1:123456789012:cache/test-cache"] && contains(output.statements.read.actions, "dax:GetItem") && !contains(output.statements.read.actions, "dax:PutItem")
    error_message = "Reads of this cluster, and no writes."
  }

  assert {
    condition     = contains(output.statements.write.actions, "dax:PutItem") && !contains(concat(output.statements.read.actions, output.statements.write.actions), "dax:DescribeTable")
    error_message = "Writes, and only actions that DAX knows."
  }
}

run "the_cache_forgets_after_five_minutes_or_as_told" {
  command = plan

  variables {
    item_seconds = 30
  }

  assert {
    condition     = { for p in aws_dax_parameter_group.this.parameters : p.name => p.value } == { record-ttl-millis = "30000", query-ttl-millis = "300000" }
    error_message = "Items after 30 s, queries after 5 minutes."
  }
}

run "three_nodes_unless_said_and_a_long_name_is_cut" {
  command = plan

  variables {
    name_prefix = "dynamo-patterns-production"
  }

  assert {
    condition     = aws_dax_cluster.this.replication_factor == 3 && aws_dax_cluster.this.cluster_name == "dynamo-patt-${substr(sha256("dynamo-patterns-production-cache"), 0, 8)}"
    error_message = "Three nodes, and 20 characters that end in the hash of the whole."
  }
}

run "alarms_come_with_actions_to_notify" {
  command = plan

  variables {
    alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"]
  }

  assert {
    condition     = keys(aws_cloudwatch_metric_alarm.this) == ["cpu", "faults", "throttled"] && aws_cloudwatch_metric_alarm.this["cpu"].dimensions == tomap({ ClusterId = "test-cache" })
    error_message = "CPU, internal errors and throttles of the cluster."
  }
}

run "without_actions_there_are_no_alarms" {
  command = plan

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.this) == 0
    error_message = "No alarm was expected."
  }
}
