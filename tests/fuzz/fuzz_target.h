// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trutina::fuzz {

using Bytes = std::span<const std::uint8_t>;

inline std::string_view textOf(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// What a reader promises beside not to crash. Ends the process, so that the fuzzer keeps the input.
inline void require(bool isTrue, const char* promise) {
    if (!isTrue) {
        std::fprintf(stderr, "broken promise: %s\n", promise);
        std::abort();
    }
}

/// Runs a reader, which may refuse what it is given with a complete Failure of its library and with nothing else.
template <typename Failure, typename Work>
void readOrRefuse(Work&& work) {
    try {
        work();
    } catch (const Failure& failure) {
        require(!failure.error().code.empty() && !failure.error().message.empty(), "a failure has a code and a sentence");
    }
}

/// A target as the test of the corpus finds it.
struct Target {
    const char* name;
    void (*run)(Bytes bytes);
};
/// All of this program, in the order of their names.
std::vector<Target>& targets();

struct Registration {
    Registration(const char* name, void (*run)(Bytes)) { targets().push_back({name, run}); }
};

} // namespace trutina::fuzz

// One target: libFuzzer's entry in a tree for fuzzing, otherwise an entry of the list that the test of the corpus walks.
#ifdef TRUTINA_FUZZ
#define TRUTINA_FUZZ_TARGET(name)                                                                                                \
    static void run_##name(trutina::fuzz::Bytes bytes);                                                                          \
    extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {                                          \
        run_##name({data, size});                                                                                                \
        return 0;                                                                                                                \
    }                                                                                                                            \
    static void run_##name(trutina::fuzz::Bytes bytes)
#else
#define TRUTINA_FUZZ_TARGET(name)                                                                                                \
    static void run_##name(trutina::fuzz::Bytes bytes);                                                                          \
    static const trutina::fuzz::Registration registration_##name(#name, run_##name);                                             \
    static void run_##name(trutina::fuzz::Bytes bytes)
#endif
