"""Rule files (YAML) -> frozen rules, compiled once and kept as a pack, of which only what is needed is decoded."""

from srm_lint.rules.ruleset import RuleSet, built_in_folder, load_rules, other_names, rule_files
from srm_lint.rules.standards import is_of_profile, load_standards

__all__ = ["RuleSet", "built_in_folder", "is_of_profile", "load_rules", "load_standards", "other_names", "rule_files"]
