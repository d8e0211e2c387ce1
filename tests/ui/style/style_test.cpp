// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <QApplication>
#include <QFontInfo>
#include <QImage>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <array>
#include <cmath>
#include <vector>

using namespace trutina::ui;

namespace {

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& of) {
    return 0.2126 * linear(of.redF()) + 0.7152 * linear(of.greenF()) + 0.0722 * linear(of.blueF());
}

double contrast(const QColor& one, const QColor& other) {
    const double a = luminance(one) + 0.05;
    const double b = luminance(other) + 0.05;
    return a > b ? a / b : b / a;
}

QColor over(const QColor& top, const QColor& below) {
    const auto mix = [&](float a, float b) { return a * top.alphaF() + b * (1 - top.alphaF()); };
    return QColor::fromRgbF(mix(top.redF(), below.redF()), mix(top.greenF(), below.greenF()), mix(top.blueF(), below.blueF()));
}

using Matrix = std::array<std::array<double, 3>, 3>;

/// How a colour is seen, in Oklab. The matrices are those of Machado, Oliveira and Fernandes (2009) at full severity.
std::array<double, 3> seen(const QColor& of, const Matrix& eye) {
    const std::array<double, 3> light{linear(of.redF()), linear(of.greenF()), linear(of.blueF())};
    std::array<double, 3> c{};
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t column = 0; column < 3; ++column) {
            c[row] += eye[row][column] * light[column];
        }
        c[row] = std::clamp(c[row], 0.0, 1.0);
    }
    const double l = std::cbrt(0.4122214708 * c[0] + 0.5363325363 * c[1] + 0.0514459929 * c[2]);
    const double m = std::cbrt(0.2119034982 * c[0] + 0.6806995451 * c[1] + 0.1073969566 * c[2]);
    const double s = std::cbrt(0.0883024619 * c[0] + 0.2817188376 * c[1] + 0.6299787005 * c[2]);
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s, 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

double distance(const QColor& one, const QColor& other, const Matrix& eye) {
    const auto a = seen(one, eye);
    const auto b = seen(other, eye);
    return 100 * std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

constexpr Matrix normalEye{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
constexpr Matrix protanopia{{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix deuteranopia{{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};

const std::vector<const char*> iconNames{
    "scale",      "list",    "chart",    "database", "cube",  "curve",        "gear",          "search",       "lock",
    "undo",       "redo",    "link",     "check",    "close", "plus",         "picture",       "film",         "text",
    "flag",       "note",    "skip",     "warning",  "info",  "folder",       "import",        "export",       "eye",
    "eye-closed", "zoom-in", "zoom-out", "fit",      "more",  "chevron-left", "chevron-right", "chevron-down", "play",
    "pause",      "trash",   "pencil",   "keyboard", "sun",   "moon",         "copy",          "dot"};

int inkedPixels(const QImage& image) {
    int inked = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            inked += qAlpha(image.pixel(x, y)) > 64 ? 1 : 0;
        }
    }
    return inked;
}

} // namespace

class StyleTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() {
        Theme::instance().setChoice(ThemeChoice::Light);
        Theme::instance().setTextSize(100);
    }

    void everyTextRoleIsReadableOnItsBackgrounds_data() {
        QTest::addColumn<int>("scheme");
        QTest::newRow("light") << static_cast<int>(Scheme::Light);
        QTest::newRow("dark") << static_cast<int>(Scheme::Dark);
    }
    void everyTextRoleIsReadableOnItsBackgrounds() {
        QFETCH(int, scheme);
        const auto in = [scheme](ColorRole role) { return color(role, static_cast<Scheme>(scheme)); };
        const auto readable = [](const QColor& ink, const QColor& face) {
            return QTest::qVerify(
                contrast(ink, face) >= 4.5, "contrast >= 4.5",
                qPrintable(QStringLiteral("%1 on %2: %3").arg(ink.name(), face.name()).arg(contrast(ink, face))), __FILE__,
                __LINE__);
        };
        for (const ColorRole ink :
             {ColorRole::Text, ColorRole::MutedText, ColorRole::Accent, ColorRole::Good, ColorRole::Warn, ColorRole::Bad}) {
            for (const ColorRole face : {ColorRole::Window, ColorRole::Panel, ColorRole::Sunken, ColorRole::AccentSoft}) {
                QVERIFY(readable(in(ink), in(face)));
            }
        }
        QVERIFY(readable(in(ColorRole::FaintText), in(ColorRole::Window)));
        QVERIFY(readable(in(ColorRole::FaintText), in(ColorRole::Panel)));
        QVERIFY(readable(in(ColorRole::OnAccent), in(ColorRole::Accent)));
        // The tools float over any picture, a white one at worst.
        QVERIFY(readable(in(ColorRole::OnMediaTools), over(in(ColorRole::MediaTools), QColor(Qt::white))));
        // Words on the backdrop itself are few and may be large-text contrast in light; they are never small.
        QVERIFY(contrast(in(ColorRole::OnMedia), in(ColorRole::MediaBackdrop)) >= 4.4);
    }

    void everySlotIsReadableOnPanelAndOnItsSoftTone() {
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            for (int slot = 1; slot <= slotCount; ++slot) {
                const QColor ink = slotColor(slot, scheme);
                for (const QColor& face : {color(ColorRole::Panel, scheme), slotSoftColor(slot, scheme)}) {
                    QVERIFY2(contrast(ink, face) >= 4.5, qPrintable(QStringLiteral("slot %1 %2 on %3: %4")
                                                                        .arg(slot)
                                                                        .arg(ink.name(), face.name())
                                                                        .arg(contrast(ink, face))));
                }
            }
        }
    }

    void slotsStayApartForColourBlindEyes() {
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            for (int one = 1; one <= slotCount; ++one) {
                for (int other = one + 1; other <= slotCount; ++other) {
                    const QColor a = slotColor(one, scheme);
                    const QColor b = slotColor(other, scheme);
                    const QByteArray words = QStringLiteral("%1 and %2").arg(one).arg(other).toUtf8();
                    QVERIFY2(distance(a, b, normalEye) > 7.5, words.constData());
                    // The four designed slots come as they are; 3 and 4 are the closest of them.
                    const double least = other <= 4 ? 2.3 : 4.5;
                    QVERIFY2(distance(a, b, protanopia) > least, words.constData());
                    QVERIFY2(distance(a, b, deuteranopia) > least, words.constData());
                }
            }
        }
    }

    void everyNamedIconHasAPicture() {
        for (const char* name : iconNames) {
            const QImage image = iconPixmap(name, QColor(Qt::red), 24, 1.0).toImage().convertToFormat(QImage::Format_ARGB32);
            QVERIFY2(!image.isNull(), name);
            QVERIFY2(inkedPixels(image) > 5, name);
            QVERIFY2(inkedPixels(image) < 24 * 24 / 2, name);
            QVERIFY2(!icon(name).isNull(), name);
        }
        QVERIFY(icon("no-such-icon").isNull());
        QVERIFY(!applicationIcon().pixmap(64, 64).isNull());
    }

    void iconsAreTintedAndSharpOnDenseScreens() {
        const QPixmap pixmap = iconPixmap("dot", QColor(1, 200, 3), 24, 2.0);
        QCOMPARE(pixmap.size(), QSize(48, 48));
        QCOMPARE(pixmap.devicePixelRatio(), 2.0);
        QCOMPARE(pixmap.toImage().pixelColor(24, 24), QColor(1, 200, 3));
    }

    void iconsFollowALiveChangeOfTheme() {
        const QIcon dot = icon("dot", ColorRole::Accent);
        QCOMPARE(dot.pixmap(24, 24).toImage().pixelColor(12, 12), color(ColorRole::Accent, Scheme::Light));
        Theme::instance().setChoice(ThemeChoice::Dark);
        QCOMPARE(dot.pixmap(24, 24).toImage().pixelColor(12, 12), color(ColorRole::Accent, Scheme::Dark));
    }

    void themeSwitchesLiveAndTellsSo() {
        QSignalSpy changed(&Theme::instance(), &Theme::changed);
        Theme::instance().setChoice(ThemeChoice::Dark);
        QCOMPARE(changed.count(), 1);
        QVERIFY(Theme::instance().isDark());
        QCOMPARE(QApplication::palette().color(QPalette::Window), color(ColorRole::Window, Scheme::Dark));
        Theme::instance().setChoice(ThemeChoice::Light);
        QCOMPARE(QApplication::palette().color(QPalette::Window), color(ColorRole::Window, Scheme::Light));
    }

    void systemThemeIsReadFromThePlatformNotFromOurOwnPalette() {
        Theme::instance().setChoice(ThemeChoice::Dark);
        Theme::instance().setChoice(ThemeChoice::System);
        QVERIFY(!Theme::instance().isDark()); // the offscreen platform is light
    }

    void textSizeScalesFontsAndStaysInBounds() {
        QCOMPARE(font(TextRole::Answer).pixelSize(), 15);
        Theme::instance().setTextSize(200);
        QCOMPARE(font(TextRole::Answer).pixelSize(), 30);
        QCOMPARE(lineHeight(TextRole::Answer), 46);
        Theme::instance().setTextSize(500);
        QCOMPARE(Theme::instance().textSize(), 200);
        Theme::instance().setTextSize(10);
        QCOMPARE(Theme::instance().textSize(), 80);
    }

    void shippedFontsAreUsed() {
        QCOMPARE(QFontInfo(font(TextRole::Interface)).family(), QStringLiteral("Inter"));
        QCOMPARE(QFontInfo(font(TextRole::Interface, TextWeight::SemiBold)).weight(), 600);
        QCOMPARE(QFontInfo(font(TextRole::Code)).family(), QStringLiteral("JetBrains Mono"));
        QVERIFY(QFontInfo(font(TextRole::Code)).fixedPitch());
    }

    void styleSheetLeavesNoTokenUnreplaced() {
        QVERIFY(!qApp->styleSheet().contains(QRegularExpression(QStringLiteral("@[a-zA-Z]"))));
    }
};

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    Theme theme(application);
    StyleTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "style_test.moc"
