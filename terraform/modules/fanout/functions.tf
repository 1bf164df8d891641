locals {
  table_name = try(var.table.table_name, "")

  environment = merge(
    { FANOUT_TABLE = local.table_name, FANOUT_SUBSCRIBERS = local.subscribers_text },
    var.history == null ? {} : { FANOUT_HISTORY_TABLE = var.history.table_name },
  )

  queues_arns       = values(aws_sqs_queue.subscriber)[*].arn
  dead_letters_arns = values(aws_sqs_queue.dead_letters)[*].arn
  buses             = [for s in values(local.subscribers) : s.event_bus.arn if s.event_bus != null]
  streams           = [for s in values(local.subscribers) : s.stream.arn if s.stream != null]

  send    = { sid = "SendToSubscribers", actions = ["sqs:SendMessage"], resources = concat(local.queues_arns, local.dead_letters_arns) }
  publish = { sid = "PublishChanges", actions = ["events:PutEvents"], resources = local.buses }
  put     = { sid = "PutChanges", actions = ["kinesis:PutRecords"], resources = local.streams }
  read    = { sid = "ReadHistory", actions = ["dynamodb:Query", "dynamodb:Scan"], resources = var.history[*].table_arn }
  replay  = { sid = "ReplayToSubscribers", actions = ["sqs:SendMessage"], resources = local.queues_arns }
  redrive = {
    sid = "RedriveDeadLetters"
    # SQS moves messages with the rights of the caller that starts the move.
    actions   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ListMessageMoveTasks", "sqs:ReceiveMessage", "sqs:StartMessageMoveTask"]
    resources = local.dead_letters_arns
  }

  deliver_timeout_seconds = 60

  functions = {
    dispatch = {
      enabled     = var.enabled
      handler     = "DispatchHandler"
      description = "Sends every change of ${local.table_name} to the queues of its subscribers."
      timeout     = 60
      statements  = [local.send]
    }
    deliver = {
      enabled     = length(concat(local.buses, local.streams)) > 0
      handler     = "DeliverHandler"
      description = "Puts the messages of subscribers on their event buses and streams."
      timeout     = local.deliver_timeout_seconds
      statements  = [local.publish, local.put]
    }
    replay = {
      enabled     = var.enabled
      handler     = "ReplayHandler"
      description = "Sends changes of the past, or dead letters, to one subscriber again."
      timeout     = 900
      statements  = [local.replay, local.redrive, local.read]
    }
  }
}

locals {
  # People and schedules invoke these. Without SnapStart they start a second later, but also after 14 idle days.
  invoked = ["replay"]
}

module "function" {
  source   = "../function"
  for_each = { for name, f in local.functions : name => f if f.enabled }

  name_prefix                = var.shared.name_prefix
  name                       = "${local.name}-${each.key}"
  description                = each.value.description
  package                    = var.package
  handler                    = "io.dynamopatterns.fanout.${each.value.handler}"
  memory_mb                  = var.memory_mb
  settings                   = var.shared.function
  snap_start                 = !contains(local.invoked, each.key)
  timeout_seconds            = each.value.timeout
  environment                = local.environment
  statements                 = [for s in each.value.statements : s if length(s.resources) > 0]
  kms_key_arn                = var.shared.kms_key_arn
  log_retention_days         = var.shared.log_retention_days
  alarm_actions              = var.shared.alarm_actions
  alarms                     = var.shared.alarms
  duration_alarm             = each.key != "replay" # A long replay runs until its time is up, then continues when asked.
  iterator_age_alarm_seconds = each.key == "dispatch" ? var.shared.alarms.iterator_age_seconds : null
  tags                       = var.shared.tags
}
