# Development: the whole fleet, small, and easy to destroy.

locals {
  tags = { project = "dynamo-patterns", environment = "dev" }

  clicks = {
    clicks = { stream_arn = module.page_hits.clicks.arn, retention_hours = module.page_hits.clicks.retention_hours }
  }
}

# Region and credentials come from the environment (AWS_REGION, AWS_PROFILE).
provider "aws" {}

module "fleet" {
  source = "../../fleet"

  name_prefix         = var.name_prefix
  deletion_protection = false
  log_retention_days  = 7
  tags                = local.tags

  history = {
    enabled = true
    package = var.packages.history
    sources = {
      pages = merge(module.page_hits.pages, { restore = true })
    }
  }

  # Clients with ten clicks or more.
  aggregator = {
    enabled            = true
    package            = var.packages.aggregator
    sources            = local.clicks
    pointers           = { group = "/client" }
    rule               = { count = 10 }
    expire_after_hours = 168
  }

  # What each client did, once an hour.
  periodic = {
    enabled       = true
    package       = var.packages.periodic
    sources       = local.clicks
    pointers      = { group = "/client" }
    width_minutes = 60
    grace_seconds = 300
  }

  # The lines of each access log that is uploaded, as clicks.
  processor = {
    enabled       = true
    package       = var.packages.processor
    target_stream = module.page_hits.clicks
    format        = "access-log"
    uploads       = { retention_days = 7 }
    # Short turns: the hops of a small file can be watched.
    run_seconds = 2
    # Where clicks may be played back to from the event store: a queue to receive them from, by hand or in a trial.
    playback = { queue = {} }
  }

  # Every click, to be played back from any time; and a pixel that makes clicks.
  eventstore = {
    enabled      = true
    package      = var.packages.eventstore
    stream       = { arn = module.page_hits.clicks.arn, retention_hours = module.page_hits.clicks.retention_hours }
    mode         = "direct"
    slot_minutes = 60
    shards       = 4
    track        = { enabled = true }
  }

  # Every change of a page; errors and the blog by themselves. Receive from the queues: while nobody does,
  # their alarms say that changes wait.
  fanout = {
    enabled = true
    package = var.packages.fanout
    table   = module.page_hits.pages
    subscribers = {
      all = { queue = {} }
      errors = {
        event_bus = {} # The fleet's.
        filters   = [jsonencode({ dynamodb = { NewImage = { lastStatus = { N = [{ prefix = "4" }, { prefix = "5" }] } } } })]
      }
      blog = {
        queue   = {}
        filters = [jsonencode({ dynamodb = { Keys = { path = { S = [{ prefix = "/blog/" }] } } } })]
      }
    }
  }

  dashboard = {
    functions = [module.page_hits.function.name]
    tables    = [module.page_hits.pages.table_name]
    streams   = [module.page_hits.clicks.name]
  }
}

module "page_hits" {
  source = "../../../examples/page-hits-fn/terraform"

  name_prefix         = var.name_prefix
  package             = var.packages.page_hits
  on_failure_arn      = module.fleet.failed_records_arn
  alarm_actions       = [module.fleet.alarm_topic_arn]
  shards              = 2
  deletion_protection = false
  log_retention_days  = 7
  tags                = local.tags
}
