variable "name_prefix" {
  description = "First part of every name; unique in the account."
  type        = string
  default     = "dynamo-patterns-dev"
}

variable "packages" {
  description = "The built jars, from the root of the repository: `mvn package` puts them there."
  type = object({
    history   = optional(string, "history-fn/target/history-fn.jar")
    page_hits = optional(string, "examples/page-hits-fn/target/page-hits-fn.jar")
  })
  default  = {}
  nullable = false
}
