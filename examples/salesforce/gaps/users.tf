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
    ApiEnabled           = true
    ViewAllData          = true
    ModifyAllData        = true
    PasswordNeverExpires = true
  }
}

resource "salesforce_user" "front_desk" {
  alias        = "desk"
  email        = "front-desk@contoso.example"
  last_name    = "Front desk"
  username     = "front-desk@contoso.example"
  profile_id   = salesforce_profile.sales.id
  user_role_id = salesforce_user_role.sales.id
}
