# A queue and a queue of dead letters for each subscriber, whatever its target: what one of them does not take,
# delays no other.

locals {
  retention_seconds = 1209600 # 14 days, the longest SQS has.

  # Six times as long as the function may run, as Lambda advises: a message is delivered again after its first run has ended.
  visibility_timeouts = { for name, s in local.subscribers : name => (
    s.queue != null ? s.queue.visibility_timeout_seconds :
    6 * (s.function != null ? s.function.timeout_seconds : local.deliver_timeout_seconds)
  ) }
}

resource "aws_sqs_queue" "subscriber" {
  for_each = local.subscribers

  name                       = local.queues[each.key]
  fifo_queue                 = true
  message_retention_seconds  = local.retention_seconds
  visibility_timeout_seconds = local.visibility_timeouts[each.key]
  sqs_managed_sse_enabled    = var.shared.kms_key_arn == null ? true : null
  kms_master_key_id          = var.shared.kms_key_arn
  tags                       = var.shared.tags

  # High throughput: each item of the table is a group, with its own quota.
  deduplication_scope   = "messageGroup"
  fifo_throughput_limit = "perMessageGroupId"

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters[each.key].arn
    maxReceiveCount     = each.value.max_receives
  })

  lifecycle {
    # Destroyed last: until the dispatcher has forgotten a subscriber, its changes need a queue, or all wait.
    create_before_destroy = true

    precondition {
      condition     = length(module.filters[each.key].refusals) == 0
      error_message = "A filter of subscriber ${each.key} can never match. ${join("\n", module.filters[each.key].refusals)}"
    }
  }
}

resource "aws_sqs_queue" "dead_letters" {
  for_each = local.subscribers

  name                      = local.dead_letters_queues[each.key]
  fifo_queue                = true
  message_retention_seconds = local.retention_seconds
  deduplication_scope       = "messageGroup"
  fifo_throughput_limit     = "perMessageGroupId"
  sqs_managed_sse_enabled   = var.shared.kms_key_arn == null ? true : null
  kms_master_key_id         = var.shared.kms_key_arn
  tags                      = var.shared.tags

  lifecycle {
    create_before_destroy = true
  }
}

# No other queue may use it for its dead letters.
resource "aws_sqs_queue_redrive_allow_policy" "dead_letters" {
  for_each = local.subscribers

  queue_url = aws_sqs_queue.dead_letters[each.key].url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.subscriber[each.key].arn]
  })
}

# Finds the filters that can never match: the dispatcher would skip every change, without a word.
module "filters" {
  source   = "../filters"
  for_each = local.subscribers

  source_type = "fanout"
  filters     = each.value.filters
}
