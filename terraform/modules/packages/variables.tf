# Required

variable "packages" {
  description = "Jars by a name of yours: a local `path`, which is uploaded, or an `s3` object, which is handed through."
  type = map(object({
    path = optional(string)
    s3 = optional(object({
      bucket        = string
      key           = string
      version       = optional(string)
      sha256_base64 = string
    }))
  }))

  validation {
    condition     = alltrue([for p in values(var.packages) : p.path == null ? true : fileexists(p.path)])
    error_message = "Jars that do not exist: ${join(", ", [for p in values(var.packages) : p.path if try(!fileexists(p.path), false)])}. Terraform does not build: run `mvn package` at the root of the repository first, or set the path to the jar you built."
  }
}

# Optional

variable "upload" {
  description = "False hands local paths to the functions as they are: each function then uploads its jar itself, one after the other."
  type        = bool
  default     = true
}
