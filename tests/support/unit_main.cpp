// Catch2's main for programs that need nothing but themselves. In a file of its own because it
// takes half a minute to compile.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
