//! Tells cargo that the packs are part of the program.

fn main() {
    println!("cargo:rerun-if-changed=patterns");
}
