# An application that reads the tenant's mail at night.

resource "azuread_application" "export" {
  display_name     = "Export"
  sign_in_audience = "AzureADMultipleOrgs" # any other tenant's users may sign in

  web {
    redirect_uris = ["http://export.contoso.example/login"]

    implicit_grant {
      access_token_issuance_enabled = true
    }
  }

  required_resource_access {
    resource_app_id = "00000003-0000-0000-c000-000000000000" # Microsoft Graph

    resource_access {
      id   = "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8" # RoleManagement.ReadWrite.Directory
      type = "Role"
    }
  }
}

resource "azuread_application_password" "export" {
  application_id = azuread_application.export.id
  display_name   = "for ever"
  end_date       = "2099-12-31T00:00:00Z"
}
