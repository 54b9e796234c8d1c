// Filled in by `okr serve`, where a class is open: exercise boxes then lead to the class version, and back to its list.
// In a book that stands alone there is no class, and this file does nothing.
