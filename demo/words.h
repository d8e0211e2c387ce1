// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>

namespace trutina::demo {

enum class Shape { Circle, Square, Triangle, Star };
enum class Colour { Red, Green, Blue, Yellow, Purple, Orange };

/// Shapes come in so many sizes.
inline constexpr int kSizeClasses = 3;

inline constexpr std::array kShapes{Shape::Circle, Shape::Square, Shape::Triangle, Shape::Star};
inline constexpr std::array kColours{Colour::Red, Colour::Green, Colour::Blue, Colour::Yellow, Colour::Purple, Colour::Orange};

[[nodiscard]] const char* name(Shape shape);
[[nodiscard]] const char* name(Colour colour);
[[nodiscard]] const char* sizeName(int sizeClass); ///< "small", "middle", "large"
[[nodiscard]] const char* ordinal(int index);      ///< "first" to "fourth", from 0 on
[[nodiscard]] const char* numberWord(int number);  ///< 0 to 20

[[nodiscard]] std::string capitalised(std::string text); ///< its first letter
[[nodiscard]] std::string upper(std::string text);       ///< ASCII
[[nodiscard]] std::string lower(std::string text);
[[nodiscard]] std::string withArticle(const std::string& noun); ///< "a circle", "an orange circle"

} // namespace trutina::demo
