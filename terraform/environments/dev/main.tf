# Development: every pattern, small, and easy to destroy.

# Region and credentials come from the environment (AWS_REGION, AWS_PROFILE).
provider "aws" {}

locals {
  # Jars as `mvn package` builds them, unless `packages` names others.
  packages = merge({
    history    = { path = "../../../history-fn/target/history-fn.jar" }
    aggregator = { path = "../../../aggregator-fn/target/aggregator-fn.jar" }
    periodic   = { path = "../../../periodic-fn/target/periodic-fn.jar" }
    processor  = { path = "../../../processor-fn/target/processor-fn.jar" }
    eventstore = { path = "../../../eventstore-fn/target/eventstore-fn.jar" }
    fanout     = { path = "../../../fanout-fn/target/fanout-fn.jar" }
    page_hits  = { path = "../../../examples/page-hits-fn/target/page-hits-fn.jar" }
  }, var.packages)

  clicks = { stream_arn = module.page_hits.clicks.arn, retention_hours = module.page_hits.clicks.retention_hours }
}

module "platform" {
  source = "../../modules/platform"

  name_prefix         = var.name_prefix
  deletion_protection = false
  log_retention_days  = 7
  tags                = { project = "dynamo-patterns", environment = "dev" }

  watch = [
    module.page_hits.watched, module.history.watched, module.aggregator.watched, module.periodic.watched,
    module.processor.watched, module.eventstore.watched, module.fanout.watched,
  ]
}

# Each jar is uploaded once; functions are made from S3 in parallel.
module "packages" {
  source = "../../modules/packages"

  shared   = module.platform.shared
  packages = local.packages
}

module "page_hits" {
  source = "../../../examples/page-hits-fn/terraform"

  shared  = module.platform.shared
  package = module.packages.packages.page_hits
  shards  = 2
}

module "history" {
  source = "../../modules/history"

  shared  = module.platform.shared
  package = module.packages.packages.history
  sources = { pages = merge(module.page_hits.pages, { restore = true }) }
}

# Clients with ten clicks or more.
module "aggregator" {
  source = "../../modules/aggregator"

  shared             = module.platform.shared
  package            = module.packages.packages.aggregator
  sources            = { clicks = local.clicks }
  pointers           = { group = "/client" }
  rule               = { count = 10 }
  expire_after_hours = 168
}

# What each client did, once an hour.
module "periodic" {
  source = "../../modules/periodic"

  shared        = module.platform.shared
  package       = module.packages.packages.periodic
  sources       = { clicks = local.clicks }
  pointers      = { group = "/client" }
  width_minutes = 60
  grace_seconds = 300
}

# The lines of each access log that is uploaded, as clicks.
module "processor" {
  source = "../../modules/processor"

  shared        = module.platform.shared
  package       = module.packages.packages.processor
  target_stream = module.page_hits.clicks
  format        = "access-log"
  uploads       = { retention_days = 7 }

  # Short turns: the hops of a small file can be watched.
  run_seconds = 2

  # Clicks may be played back from the event store to a queue, to be received by hand or in a trial.
  playback = {
    event_store = { name = module.eventstore.table_name, arn = module.eventstore.table_arn }
    queue       = {}
  }
}

# Every click, to be played back from any time; and a pixel that makes clicks.
module "eventstore" {
  source = "../../modules/eventstore"

  shared       = module.platform.shared
  package      = module.packages.packages.eventstore
  stream       = { arn = module.page_hits.clicks.arn, retention_hours = module.page_hits.clicks.retention_hours }
  mode         = "direct"
  slot_minutes = 60
  shards       = 4
  track        = { enabled = true, max_concurrency = 5 }
}

# Every change of a page, and apart from it errors and the blog. While no program receives from the queues, their alarms
# say that changes wait.
module "fanout" {
  source = "../../modules/fanout"

  shared  = module.platform.shared
  package = module.packages.packages.fanout
  table   = module.page_hits.pages
  history = one(values(module.history.complete))

  subscribers = {
    all = { queue = {} }
    errors = {
      event_bus = {} # The platform's.
      filters   = [jsonencode({ dynamodb = { NewImage = { lastStatus = { N = [{ prefix = "4" }, { prefix = "5" }] } } } })]
    }
    blog = {
      queue   = {}
      filters = [jsonencode({ dynamodb = { Keys = { path = { S = [{ prefix = "/blog/" }] } } } })]
    }
  }
}
