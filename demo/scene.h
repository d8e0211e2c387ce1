// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/random.h"
#include "demo/words.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace trutina::demo {

/// Lengths are whole numbers of sixteenths of a pixel, so that every machine computes the same.
inline constexpr int kUnit = 16;

struct PlacedShape {
    Shape shape = Shape::Circle;
    Colour colour = Colour::Red;
    int x = 0, y = 0;       ///< centre, in sixteenths of a pixel
    int diameter = 0;       ///< across, in sixteenths of a pixel
    int cell = 0;           ///< of the scene's grid, row by row
    std::uint32_t tint = 0; ///< moves the colour a little
    bool operator==(const PlacedShape&) const = default;
};

struct Background {
    enum class Kind { Plain, Gradient, Noise, Lines };
    Kind kind = Kind::Plain;
    std::uint8_t red = 255, green = 255, blue = 255;
    std::uint32_t seed = 0; ///< of what is drawn on it
    bool operator==(const Background&) const = default;
};

/// The forms of pictures. Large is the square one at twice the size, Frame the one of all frames of videos; the others have grids
/// of their own.
enum class Form { Square, Landscape, Portrait, Wide, Tall, Large, Frame };

struct Grid {
    int columns = 3, rows = 3;
    [[nodiscard]] int cells() const { return columns * rows; }
};
[[nodiscard]] Grid gridOf(Form form);
/// Most shapes that a picture of this form has room for.
[[nodiscard]] int roomOf(Form form);

struct Scene {
    Form form = Form::Square;
    int width = 112, height = 112; ///< pixels
    Background background;
    std::vector<PlacedShape> shapes;
    bool operator==(const Scene&) const = default;
};

enum class Split { Training, HeldOut };

/// Whether this shape in this colour and cell is never part of training. Cells are held out with their opposites, so that a
/// held-out shape is as often left as right. About one combination in eight.
[[nodiscard]] bool isHeldOut(Shape shape, Colour colour, Form form, int cell);
/// Whether some cell is held out for them.
[[nodiscard]] bool hasHeldOutCells(Shape shape, Colour colour);

/// What shall be somewhere in a scene.
struct Wish {
    Shape shape = Shape::Circle;
    Colour colour = Colour::Red;
    int sizeClass = -1;     ///< 0 small, 1 middle, 2 large; -1: any
    bool isSubject = false; ///< stands in a held-out cell in held-out scenes
};

/// Draws a form by the shares of the worlds, one that has room for so many shapes.
[[nodiscard]] Form drawForm(Random& random, int shapes);
[[nodiscard]] Background drawBackground(Random& random);
/// Places all wishes without overlap, or nothing when this try does not work out. Training scenes hold no held-out combination;
/// in a held-out scene every subject is one.
[[nodiscard]] std::optional<Scene> arrange(Random& random, Form form, const std::vector<Wish>& wishes, Split split);

/// 0 small, 1 middle, 2 large: of what is usual in pictures of this form.
[[nodiscard]] int sizeClassOf(const PlacedShape& shape, const Scene& scene);

/// Half the width or height of the box around a shape, in the units of the diameter.
[[nodiscard]] int halfExtent(Shape shape, int diameter);

} // namespace trutina::demo
