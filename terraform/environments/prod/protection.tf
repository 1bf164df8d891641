# Ends `terraform destroy` at its plan, before anything is deleted: tables have deletion protection, queues and streams do not.
resource "terraform_data" "not_to_be_destroyed" {
  lifecycle {
    prevent_destroy = true
  }
}
