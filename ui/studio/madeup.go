package studio

// MadeUpName is what the made-up contact goes by: what an action does with awkward values shows before
// a customer brings them along.
const MadeUpName = "Made-up contact"
