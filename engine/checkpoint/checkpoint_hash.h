// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/adapter_file.h"
#include "engine/checkpoint/weight_source.h"

#include <filesystem>
#include <stop_token>
#include <string>

namespace trutina::engine {

/// "sha256:…" over config.json and the weight files. Remembered in the cache folder by path, size and time of change, since a
/// 16 GB checkpoint takes ten seconds. Throws Cancelled soon after a stop request.
[[nodiscard]] std::string checkpointHash(const std::filesystem::path& directory, const WeightSource& weights,
                                         const std::stop_token& stop = {});

/// The same over both files of an adapter.
[[nodiscard]] std::string adapterHash(const AdapterFile& adapter, const std::stop_token& stop = {});

/// Of a base with an adapter: what caches and measurements know such a model by.
[[nodiscard]] std::string adaptedHash(const std::string& base, const std::string& adapter);

} // namespace trutina::engine
