# Where code lives: GitHub, GitLab, Azure DevOps.

provider "github" {
  owner = "consultancy"
}

resource "github_organization_settings" "consultancy" {
  billing_email                                                = "billing@consultancy.example"
  default_repository_permission                                = "write"
  members_can_create_public_repositories                       = true
  members_can_create_public_pages                              = true
  members_can_fork_private_repositories                        = true
  secret_scanning_enabled_for_new_repositories                 = false
  secret_scanning_push_protection_enabled_for_new_repositories = false
  dependabot_alerts_enabled_for_new_repositories               = false
}

resource "github_repository" "site" {
  name                 = "site"
  visibility           = "public"
  vulnerability_alerts = false
  archive_on_destroy   = false
}

resource "github_branch_protection" "site" {
  repository_id       = github_repository.site.node_id
  pattern             = "main"
  allows_force_pushes = true
  allows_deletions    = true
  enforce_admins      = false
}

resource "github_repository_ruleset" "site" {
  name        = "site"
  repository  = github_repository.site.name
  target      = "branch"
  enforcement = "evaluate"

  bypass_actors {
    actor_id    = 1
    actor_type  = "OrganizationAdmin"
    bypass_mode = "always"
  }

  rules {}
}

resource "github_actions_organization_permissions" "consultancy" {
  enabled_repositories = "all"
  allowed_actions      = "all"
}

resource "github_actions_organization_workflow_permissions" "consultancy" {
  organization_slug                = "consultancy"
  default_workflow_permissions     = "write"
  can_approve_pull_request_reviews = true
}

resource "github_actions_secret" "deploy" {
  repository      = github_repository.site.name
  secret_name     = "DEPLOY"
  plaintext_value = "Sommer2026!"
}

resource "github_repository_environment" "live" {
  repository        = github_repository.site.name
  environment       = "live"
  can_admins_bypass = true
}

resource "github_repository_deploy_key" "site" {
  repository = github_repository.site.name
  title      = "deploy"
  key        = "ssh-ed25519 AAAA"
  read_only  = false
}

resource "github_repository_webhook" "site" {
  repository = github_repository.site.name
  events     = ["push"]

  configuration {
    url          = "http://hooks.consultancy.example"
    insecure_ssl = true
  }
}

resource "github_repository_collaborator" "freelancer" {
  repository = github_repository.site.name
  username   = "freelancer"
  permission = "admin"
}

resource "github_membership" "owners" {
  for_each = toset(["ada", "ben"])
  username = each.key
  role     = "admin"
}

resource "gitlab_project" "tools" {
  name                                  = "tools"
  visibility_level                      = "public"
  only_allow_merge_if_pipeline_succeeds = false
  archive_on_destroy                    = false
  permanently_delete_on_destroy         = true
}

resource "gitlab_branch_protection" "tools" {
  project            = gitlab_project.tools.id
  branch             = "main"
  allow_force_push   = true
  push_access_level  = "developer"
  merge_access_level = "developer"
}

resource "gitlab_project_hook" "tools" {
  project                 = gitlab_project.tools.id
  url                     = "https://hooks.consultancy.example"
  enable_ssl_verification = false
}

resource "gitlab_project_variable" "tools" {
  project = gitlab_project.tools.id
  key     = "PASSWORD"
  value   = "Sommer2026!"
}

resource "gitlab_deploy_key" "tools" {
  project  = gitlab_project.tools.id
  title    = "deploy"
  key      = "ssh-ed25519 AAAA"
  can_push = true
}

resource "gitlab_deploy_token" "tools" {
  project = gitlab_project.tools.id
  name    = "deploy"
  scopes  = ["read_repository"]
}

resource "gitlab_group" "tools" {
  name                              = "tools"
  path                              = "tools"
  require_two_factor_authentication = false
}

resource "azuredevops_branch_policy_min_reviewers" "tools" {
  project_id = "tools"

  settings {
    reviewer_count = 1

    scope {
      match_type = "DefaultBranch"
    }
  }
}
