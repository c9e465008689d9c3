//! What the parts of a plan mean: targets, tasks, budgets, figures, warnings.
