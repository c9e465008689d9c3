//! Use cases, one a file: they authorise, ask the rules and call the store inside one transaction.
