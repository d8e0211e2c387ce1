// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine.h"
#include "engine/api/error.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace trutina::services {

/// Where an engine comes from: the shared library in the program, a fake in tests. Called on a worker thread; throws Failure.
using EngineSource = std::function<std::shared_ptr<engine::Engine>()>;

/// The shared library that holds the model. It is opened at first need, so that nothing waits for LibTorch that does not score.
///
/// Throws Failure: "engine.not_found" (with the places looked at), "engine.not_loadable", "engine.version".
/// The library stays mapped until the program ends: LibTorch cannot be unloaded safely.
class EngineLibrary {
  public:
    static std::shared_ptr<engine::Engine> open(const std::vector<std::filesystem::path>& folders = defaultFolders());

    /// Beside the running program and in the lib folder next to its own.
    [[nodiscard]] static std::vector<std::filesystem::path> defaultFolders();

    [[nodiscard]] static EngineSource source();
};

} // namespace trutina::services
