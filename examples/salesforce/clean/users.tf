terraform {
  required_providers {
    salesforce = { source = "hashicorp/salesforce" }
  }
}

data "salesforce_user_license" "salesforce" {
  license_definition_key = "SFDC"
}

resource "salesforce_user_role" "sales" {
  name           = "Sales"
  developer_name = "Sales"
}

resource "salesforce_profile" "sales" {
  name            = "Sales people"
  user_license_id = data.salesforce_user_license.salesforce.id

  permissions = {
    RunReports = true
  }
}

resource "salesforce_user" "mueller" {
  alias        = "mue"
  email        = "j.mueller@contoso.example"
  last_name    = "Mueller"
  username     = "j.mueller@contoso.example"
  profile_id   = salesforce_profile.sales.id
  user_role_id = salesforce_user_role.sales.id
}
