# trutina_options: what every target of ours is compiled with. Linked PRIVATE, so that it never leaks to users of a target.
add_library(trutina_options INTERFACE)
target_compile_options(trutina_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual)
# GCC 12 at -O3 takes "literal" + string for overlapping memory (GCC bug 105651).
target_compile_options(trutina_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
# Where a precompiled header brings std::string, the same bug speaks as one of these: told, but no error.
target_compile_options(trutina_options INTERFACE
    "$<$<CXX_COMPILER_ID:GNU>:-Wno-error=stringop-overflow;-Wno-error=stringop-overread;-Wno-error=array-bounds>")
if(TRUTINA_WARNINGS_AS_ERRORS)
    target_compile_options(trutina_options INTERFACE -Werror)
endif()

# "Dev": quick to compile, still with usable back traces.
set(CMAKE_CXX_FLAGS_DEV "-O1 -g1" CACHE STRING "Flags of the Dev build type")
set(CMAKE_C_FLAGS_DEV "-O1 -g1" CACHE STRING "Flags of the Dev build type")

if(TRUTINA_SANITIZER STREQUAL "address-undefined")
    add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
elseif(TRUTINA_SANITIZER STREQUAL "thread")
    add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
    add_link_options(-fsanitize=thread)
elseif(NOT TRUTINA_SANITIZER STREQUAL "")
    message(FATAL_ERROR "TRUTINA_SANITIZER is '${TRUTINA_SANITIZER}'; use 'address-undefined' or 'thread'.")
endif()
if(NOT TRUTINA_SANITIZER STREQUAL "")
    add_compile_options(-Og) # half of -O1's time to compile; it follows the build type's own level and so wins
endif()
