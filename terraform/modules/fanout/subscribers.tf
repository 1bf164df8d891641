# What the functions know of the subscribers.

data "aws_caller_identity" "this" {}

data "aws_partition" "this" {}

data "aws_region" "this" {}

locals {
  subscribers = { for name, s in var.subscribers : name => merge(s, {
    event_bus = s.event_bus == null ? null : {
      name = try(coalesce(s.event_bus.name, try(var.shared.event_bus.name, null)), null)
      arn  = try(coalesce(s.event_bus.arn, try(var.shared.event_bus.arn, null)), null)
    }
  }) if var.enabled }

  # Put together from names, which are known before the queues are there: so the plan can say what is too long.
  queue_urls = "https://sqs.${data.aws_region.this.id}.${data.aws_partition.this.dns_suffix}/${data.aws_caller_identity.this.account_id}"
  queue_arns = "arn:${data.aws_partition.this.partition}:sqs:${data.aws_region.this.id}:${data.aws_caller_identity.this.account_id}"

  targets = { for name, s in local.subscribers : name => (
    s.queue != null ? { type = "queue" } :
    s.function != null ? { type = "function", name = s.function.name } :
    s.event_bus != null ? { type = "event_bus", name = s.event_bus.name } :
    { type = "stream", name = s.stream.name }
  ) }

  subscribers_text = base64gzip(jsonencode({ for name, s in local.subscribers : name => {
    # Of the queues themselves: the functions learn of a queue after it exists, and not of it before it goes.
    queue       = "${local.queue_urls}/${aws_sqs_queue.subscriber[name].name}"
    deadLetters = "${local.queue_urls}/${aws_sqs_queue.dead_letters[name].name}"
    filters     = s.filters
    target      = local.targets[name]
  } }))

  # Lambda takes 4 KB of environment variables, names and values together:
  # https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
  # The module `function` sets JAVA_TOOL_OPTIONS beside those of here.
  environment_limit  = 4096 - length("JAVA_TOOL_OPTIONS-XX:MetaspaceSize=32m -XX:+DisableExplicitGC")
  environment_length = sum([for name, value in local.environment : length(name) + length(value)])

  # A role takes 10,240 characters of inline policies: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  # The dispatcher's for logs, traces, the stream and the bucket have up to 1,340 and the table's name.
  policy_limit  = 8900 - length(local.table_name)
  policy_length = length(jsonencode([for name in concat(values(local.queues), values(local.dead_letters_queues)) : "${local.queue_arns}:${name}"]))
}
