# Ends `terraform destroy` at its plan, before anything is deleted: tables refuse by themselves, queues and streams do not.
resource "terraform_data" "not_to_be_destroyed" {
  lifecycle {
    prevent_destroy = true
  }
}
