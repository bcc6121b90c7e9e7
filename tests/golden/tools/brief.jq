# The facts of a record that a one-sentence case is about.
[.acquirer, .target, .amount, .currency, .stake]
