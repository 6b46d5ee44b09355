# What people work with: Microsoft 365, Power Platform, Salesforce, Slack, Dropbox.

resource "microsoft365_graph_beta_device_management_windows_update_ring" "broad" {
  display_name                            = "Broad"
  microsoft_update_service_allowed        = false
  drivers_excluded                        = true
  quality_updates_deferral_period_in_days = 30
  feature_updates_deferral_period_in_days = 365
  allow_windows11_upgrade                 = false
  quality_updates_paused                  = true
  automatic_update_mode                   = "userDefined"
}

resource "microsoft365_graph_beta_device_management_windows_device_compliance_policy" "laptops" {
  display_name = "Laptops"
}

resource "microsoft365_graph_beta_windows_365_cloud_pc_user_setting" "desks" {
  display_name        = "Desks"
  local_admin_enabled = true
}

resource "microsoft365_powershell_microsoft_teams_teams_meeting_policy" "open" {
  identity                                        = "Open"
  allow_anonymous_users_to_start_meeting          = true
  allow_anonymous_users_to_join_meeting           = true
  allow_external_participant_give_request_control = true
  allow_pstn_users_to_bypass_lobby                = true
  auto_admitted_users                             = "Everyone"
  allow_cloud_recording                           = true
}

resource "powerplatform_tenant_settings" "consultancy" {
  disable_environment_creation_by_non_admin_users       = false
  disable_trial_environment_creation_by_non_admin_users = false
  disable_portals_creation_by_non_admin_users           = false
  power_platform = {
    power_apps = {
      disable_share_with_everyone              = false
      enable_guests_to_make                    = true
      disable_connection_sharing_with_everyone = false
    }
    governance = {
      disable_developer_environment_creation_by_non_admin_users = false
    }
  }
}

resource "powerplatform_tenant_isolation_policy" "consultancy" {
  is_disabled     = true
  allowed_tenants = []
}

resource "powerplatform_data_loss_prevention_policy" "sales" {
  display_name                      = "Sales"
  default_connectors_classification = "General"
  environment_type                  = "OnlyEnvironments"
}

resource "powerplatform_environment" "sales" {
  display_name     = "Sales"
  location         = "europe"
  environment_type = "Production"

  dataverse = {
    language_code     = 1033
    currency_code     = "EUR"
    security_group_id = "00000000-0000-0000-0000-000000000000"
  }
}

resource "salesforce_profile" "assistants" {
  name = "Assistants"

  permissions = {
    ModifyAllData        = true
    ViewAllData          = true
    ManageUsers          = true
    BulkApiHardDelete    = true
    DataExport           = true
    ApiEnabled           = true
    PasswordNeverExpires = true
  }
}

resource "salesforce_user" "assistants" {
  count      = 6
  username   = "sales-team-${count.index}@consultancy.example"
  email      = "sales-team-${count.index}@consultancy.example"
  alias      = "sales"
  last_name  = "Sales Team"
  profile_id = salesforce_profile.assistants.id
}

resource "slack_conversation" "salaries" {
  name              = "hr-salaries"
  is_private        = false
  action_on_destroy = "none"
}

resource "dropbox_paper_sharing_policy" "plan" {
  document_id   = "plan"
  public_policy = "people_with_link_can_edit"
  team_policy   = "people_with_link_can_edit"
}

resource "dropbox_folder_members" "plan" {
  folder_id = "plan"

  members {
    email        = "partner@elsewhere.example"
    access_level = "owner"
  }
}

resource "dropbox_file" "plan" {
  path    = "/plan.txt"
  content = "plan"
  mode    = "overwrite"
}
