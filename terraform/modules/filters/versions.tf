terraform {
  # A validation may look at other variables.
  required_version = ">= 1.9.0"
}
