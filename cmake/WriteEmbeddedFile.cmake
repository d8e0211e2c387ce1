# Run by trutina_embed_file(), at build time: FILE as an array in SOURCE.
file(READ "${FILE}" digits HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${digits}")
file(WRITE "${SOURCE}"
"// Written by cmake/WriteEmbeddedFile.cmake.
#include \"${HEADER}\"

namespace {

constexpr std::uint8_t bytes[] = {${bytes}};

} // namespace

std::span<const std::uint8_t> ${FUNCTION}() {
    return bytes;
}
")
