# Meetings and devices.

resource "microsoft365_powershell_microsoft_teams_teams_meeting_policy" "default" {
  xds_identity                                    = "Global"
  allow_anonymous_users_to_join_meeting           = true
  allow_anonymous_users_to_start_meeting          = true
  allow_external_participant_give_request_control = true
  allow_pstn_users_to_bypass_lobby                = true
  auto_admitted_users                             = "Everyone"
}

resource "microsoft365_graph_beta_device_management_windows_device_compliance_policy" "windows" {
  display_name = "Windows"

  device_health = {
    bit_locker_enabled     = false
    secure_boot_enabled    = false
    code_integrity_enabled = false
  }

  system_security = {
    active_firewall_required   = false
    antivirus_required         = false
    storage_require_encryption = false
    password_required          = false
  }

  scheduled_actions_for_rule = [{
    scheduled_action_configurations = [{
      action_type        = "block"
      grace_period_hours = 720
    }]
  }]
}

resource "microsoft365_graph_beta_device_management_windows_update_ring" "windows" {
  display_name                            = "Windows"
  microsoft_update_service_allowed        = true
  drivers_excluded                        = false
  automatic_update_mode                   = "notifyDownload"
  quality_updates_deferral_period_in_days = 30
  feature_updates_deferral_period_in_days = 365
  quality_updates_paused                  = true
  feature_updates_rollback_window_in_days = 10
  allow_windows11_upgrade                 = false
  skip_checks_before_restart              = false
}
