//! The command line from outside: what it accepts, what it refuses and with which exit code, and how it says so.

mod checks;
mod doctor;
mod reading;
mod refused;
mod surroundings;
mod unreachable;
mod usage;
