// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/scene_file.h"

#include "engine/api/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>

namespace trutina::engine {

namespace {

using Json = nlohmann::json;

class LineReader {
  public:
    LineReader(const std::filesystem::path& file, std::size_t line) : m_file(file), m_line(line) {}

    [[noreturn]] void refuse(const std::string& what) const {
        throw Failure("training.scenes", m_file.filename().string() + ", line " + std::to_string(m_line) + ": " + what,
                      "Correct the line; the documentation of training shows the form.", m_file.string());
    }

    [[nodiscard]] Json object(const std::string& text) const {
        Json line = Json::parse(text, nullptr, /*allow_exceptions=*/false);
        if (!line.is_object()) {
            refuse("this is not a JSON object.");
        }
        return line;
    }

    [[nodiscard]] std::vector<std::string> names(const Json& object, const char* key) const {
        std::vector<std::string> names;
        for (const Json& name : list(object, key)) {
            if (!name.is_string()) {
                refuse(std::string("\"") + key + "\" must hold texts.");
            }
            names.push_back(name);
        }
        if (names.empty()) {
            refuse(std::string("\"") + key + "\" is empty.");
        }
        return names;
    }

    [[nodiscard]] const Json& list(const Json& object, const char* key) const {
        const auto found = object.find(key);
        if (found == object.end() || !found->is_array()) {
            refuse(std::string("the list \"") + key + "\" is missing.");
        }
        return *found;
    }

    [[nodiscard]] std::string text(const Json& object, const char* key) const {
        const auto found = object.is_object() ? object.find(key) : object.end();
        if (found == object.end() || !found->is_string()) {
            refuse(std::string("the text \"") + key + "\" is missing.");
        }
        return *found;
    }

    [[nodiscard]] double number(const Json& object, const char* key) const {
        const auto found = object.find(key);
        if (found == object.end() || !found->is_number() || !std::isfinite(found->get<double>())) {
            refuse(std::string("the number \"") + key + "\" is missing.");
        }
        return *found;
    }

    [[nodiscard]] int indexOf(const std::string& name, const std::vector<std::string>& names) const {
        const auto found = std::ranges::find(names, name);
        if (found == names.end()) {
            refuse("\"" + name + "\" is not among the names of the first line.");
        }
        return static_cast<int>(found - names.begin());
    }

  private:
    const std::filesystem::path& m_file;
    std::size_t m_line;
};

Scene sceneOf(const std::string& text, const LineReader& reader, const SceneSet& set, const std::filesystem::path& folder) {
    const Json line = reader.object(text);
    Scene scene{folder / reader.text(line, "image"), {}};
    for (const Json& shape : reader.list(line, "shapes")) {
        PlacedShape placed;
        placed.shape = reader.indexOf(reader.text(shape, "shape"), set.shapes);
        placed.colour = reader.indexOf(reader.text(shape, "colour"), set.colours);
        placed.x = reader.number(shape, "x");
        placed.y = reader.number(shape, "y");
        placed.diameter = reader.number(shape, "diameter");
        if (placed.diameter <= 0) {
            reader.refuse("a diameter must be above 0.");
        }
        scene.shapes.push_back(placed);
    }
    return scene;
}

} // namespace

SceneSet readScenes(const std::filesystem::path& file) {
    std::ifstream stream(file);
    if (!stream) {
        throw Failure("training.scenes", "\"" + file.string() + "\" cannot be read.", "Name the file of scenes.");
    }
    SceneSet set;
    std::string text;
    for (std::size_t number = 1; std::getline(stream, text); ++number) {
        if (text.find_first_not_of(" \t\r") == std::string::npos) {
            continue;
        }
        const LineReader reader(file, number);
        if (set.shapes.empty()) {
            const Json line = reader.object(text);
            set.shapes = reader.names(line, "shapes");
            set.colours = reader.names(line, "colours");
        } else {
            set.scenes.push_back(sceneOf(text, reader, set, file.parent_path()));
        }
    }
    if (set.scenes.empty()) {
        throw Failure("training.scenes", "\"" + file.string() + "\" holds no scene.", "Give a file with scenes to learn from.");
    }
    return set;
}

} // namespace trutina::engine
