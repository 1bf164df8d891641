# The patterns' schedules are in a group, because the scheduler reports its own failures by group only.

resource "aws_scheduler_schedule_group" "this" {
  name = substr(var.name_prefix, 0, 64)
  tags = var.tags
}
