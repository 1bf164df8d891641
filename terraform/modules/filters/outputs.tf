output "refusals" {
  description = "Why filters can never match, one sentence each with the filters in question; empty when all can. For the condition of a precondition, and for its message."
  value       = [for reason, filters in local.refusals : "${reason}: ${join(", ", filters)}." if length(filters) > 0]
}
