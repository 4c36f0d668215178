// Frontpad
