// Filled in by `okr serve`, where a class is open: exercise boxes then lead to the class version.
// In a book that stands alone there is no class, and this file does nothing.
