// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace trutina::engine {

/// A shape in a picture; centre and diameter in pixels of the file.
struct PlacedShape {
    int shape = 0, colour = 0; ///< indices into the lists of the file
    double x = 0, y = 0, diameter = 0;
};

struct Scene {
    std::filesystem::path image;
    std::vector<PlacedShape> shapes;
};

/// What the vision stage learns from.
struct SceneSet {
    std::vector<std::string> shapes, colours;
    std::vector<Scene> scenes;
};

/// Reads JSON lines: the names of shapes and colours first, then one picture a line; paths are relative to the file. Throws
/// Failure "training.scenes", which names the line.
[[nodiscard]] SceneSet readScenes(const std::filesystem::path& file);

} // namespace trutina::engine
