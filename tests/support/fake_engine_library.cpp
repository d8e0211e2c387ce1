// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A library that answers like libtrutina_engine.so, for tests of the programs that open it.
#include "tests/support/fake_engine.h"

namespace {

std::shared_ptr<trutina::testing::FakeControl> controlFromEnvironment() {
    auto control = std::make_shared<trutina::testing::FakeControl>();
    if (const char* const milliseconds = std::getenv("TRUTINA_FAKE_STEP_MS")) { // NOLINT(concurrency-mt-unsafe)
        control->stepMilliseconds = std::atoi(milliseconds);
    }
    return control;
}

} // namespace

extern "C" __attribute__((visibility("default"))) trutina::engine::Engine* trutina_create_engine(int interfaceVersion) {
    if (interfaceVersion != trutina::engine::kInterfaceVersion) {
        return nullptr;
    }
    return new trutina::testing::FakeEngine(controlFromEnvironment());
}
