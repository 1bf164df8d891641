# One alarm for each pattern, for those who want to be called once. A composite alarm has up to 100 alarms:
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html

locals {
  alarms_by_pattern = merge(
    { for w in var.watch : w.name => w.alarms... },
    { platform = [values(aws_cloudwatch_metric_alarm.own)[*].alarm_name] },
  )
  composites = merge([for pattern, alarms in local.alarms_by_pattern : {
    for i, chunk in chunklist(flatten(alarms), 80) : i == 0 ? pattern : "${pattern}-${i + 1}" => chunk
  }]...)
}

resource "aws_cloudwatch_composite_alarm" "pattern" {
  for_each = length(var.pattern_alarm_actions) > 0 ? local.composites : {}

  alarm_name        = "${var.name_prefix}-${each.key}-any"
  alarm_description = "Alarms of ${each.key} ring: this alarm's children, by name. Each says what to do."
  alarm_rule        = join(" OR ", [for name in each.value : "ALARM(\"${name}\")"])
  alarm_actions     = var.pattern_alarm_actions
  ok_actions        = var.pattern_alarm_actions
  tags              = var.tags
}
